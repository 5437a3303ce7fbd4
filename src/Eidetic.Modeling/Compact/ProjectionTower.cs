using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// Projects one frozen tower's vectors into the shared space: standardize, dropout, linear, GELU, dropout, linear, unit length.
/// Where the towers share a space already, it only brings vectors to unit length.
/// </summary>
internal sealed class ProjectionTower : Module<Tensor, Tensor>
{
    [ComponentName(Name = "hidden")] private readonly Linear? _hidden;
    [ComponentName(Name = "output")] private readonly Linear? _output;
    [ComponentName(Name = "input_dropout")] private readonly Dropout _inputDropout;
    [ComponentName(Name = "hidden_dropout")] private readonly Dropout _hiddenDropout;
    [ComponentName(Name = "mean")] private readonly Tensor _mean;
    [ComponentName(Name = "scale")] private readonly Tensor _scale;

    /// <summary>Keeps vectors as they are but for their length.</summary>
    public ProjectionTower(int dim, Device device) : this(dim, 0, device, hidden: null, output: null)
    {
    }

    public ProjectionTower(int inputDim, int hiddenDim, int sharedDim, double dropout, Device device)
        : this(inputDim, dropout, device, Linear(inputDim, hiddenDim, device: device), Linear(hiddenDim, sharedDim, device: device))
    {
    }

    private ProjectionTower(int inputDim, double dropout, Device device, Linear? hidden, Linear? output) : base(nameof(ProjectionTower))
    {
        (_hidden, _output) = (hidden, output);
        _inputDropout = Dropout(dropout);
        _hiddenDropout = Dropout(dropout);
        _mean = zeros(inputDim, device: device).DetachFromDisposeScope();
        _scale = ones(inputDim, device: device).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Length of a vector it takes.</summary>
    public int InputDim => (int)_mean.shape[0];

    /// <summary>Sets the standardization from the vectors the tower will see.</summary>
    /// <param name="features">float32 [rows, inputDim], at least one row.</param>
    public void FitStandardization(Tensor features)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var mean = features.mean(new long[] { 0 });                                   // [inputDim]
        var deviation = (features - mean).ToThe(2).mean(new long[] { 0 }).sqrt();     // [inputDim]
        // A number that hardly varies carries no information: it must not be blown up.
        var floor = Math.Max(deviation.mean().Value() * 0.01, 1e-6);
        _mean.copy_(mean);
        _scale.copy_(deviation.NoLessThan(floor).reciprocal());
    }

    /// <param name="features">float32 [batch, inputDim], in the frozen tower's own scale.</param>
    /// <returns>float32 [batch, inputDim], each number with mean 0 and deviation 1 over the collection.</returns>
    public Tensor Standardize(Tensor features)
    {
        using var scope = NewDisposeScope();
        return ((features - _mean) * _scale).MoveToOuterDisposeScope();
    }

    /// <param name="features">float32 [batch, inputDim], in the frozen tower's own scale.</param>
    /// <returns>float32 [batch, sharedDim], unit rows.</returns>
    public override Tensor forward(Tensor features)
    {
        using var scope = NewDisposeScope();
        if (_hidden is null || _output is null)
        {
            return functional.normalize(features, p: 2, dim: -1).MoveToOuterDisposeScope();
        }

        var standardized = _inputDropout.call(Standardize(features));
        var hidden = _hiddenDropout.call(functional.gelu(_hidden.call(standardized)));    // [batch, hiddenDim]
        return functional.normalize(_output.call(hidden), p: 2, dim: -1).MoveToOuterDisposeScope(); // [batch, sharedDim]
    }
}
