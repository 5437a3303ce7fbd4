using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A projection with weights in whatever element type they are kept, computed in the type of its input, with an adapter where the plan
/// asks for one.
/// </summary>
internal sealed class LinearLayer
{
    private readonly Tensor _weight;        // [outputs, inputs]
    private readonly Tensor? _bias;         // [outputs]
    private readonly LoraAdapter? _adapter;

    /// <param name="scope">Place of the projection; its last part decides about an adapter.</param>
    /// <param name="inputs">Length of an input row.</param>
    /// <param name="outputs">Length of an output row.</param>
    /// <param name="hasBias">Whether it adds a bias.</param>
    public LinearLayer(ParameterScope scope, long inputs, long outputs, bool hasBias)
    {
        _weight = scope.Take("weight", ParameterStart.Noise, outputs, inputs);
        _bias = hasBias ? scope.Take("bias", ParameterStart.Zeros, outputs) : null;
        _adapter = LoraAdapter.IfPlanned(scope, inputs, outputs, _weight.device);
    }

    /// <summary>Projects rows.</summary>
    /// <param name="input">[.., inputs].</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[.., outputs], of the input's element type.</returns>
    public Tensor Forward(Tensor input, ForwardPass pass)
    {
        if (_adapter is null)
        {
            return ConvertedLinear.Of(input, _weight, _bias);        // [.., outputs]
        }

        using var scope = NewDisposeScope();
        return ConvertedLinear.Of(input, _weight, _bias).Plus(_adapter.Forward(input, pass)).MoveToOuterDisposeScope();
    }
}
