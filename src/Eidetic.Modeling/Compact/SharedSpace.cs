using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;


namespace Eidetic.Modeling;

/// <summary>
/// The text-aligned space in which an image and its captions lie close: a projection for each frozen tower and a learned temperature.
/// The dual-encoder baseline is exact cosine in this very space.
/// </summary>
internal sealed class SharedSpace : Module
{
    private const double StartTemperature = 0.05;

    [ComponentName(Name = "image")] private readonly ProjectionTower _image;
    [ComponentName(Name = "text")] private readonly ProjectionTower _text;
    [ComponentName(Name = "log_scale")] private readonly Parameter _logScale;

    public SharedSpace(CompactOptions options, Device device) : base(nameof(SharedSpace))
    {
        (_image, _text) = options.KeepsTowerSpace
            ? (new ProjectionTower(options.ImageDim, device), new ProjectionTower(options.TextDim, device))
            : (new ProjectionTower(options.ImageDim, options.ProjectionHidden, options.SharedDim, options.ImageDropout, device),
                new ProjectionTower(options.TextDim, options.ProjectionHidden, options.SharedDim, options.TextDropout, device));
        _logScale = (Parameter)Parameter(tensor((float)Math.Log(1 / StartTemperature), device: device)).DetachFromDisposeScope();
        RegisterComponents();
    }

    public ProjectionTower Image => _image;

    public ProjectionTower Text => _text;

    /// <summary>Natural logarithm of the inverse temperature; float32 [].</summary>
    public Parameter LogScale => _logScale;

    /// <summary>Takes over a temperature that was learned before.</summary>
    public void StartTemperatureAt(double logScale)
    {
        using var noGrad = no_grad();
        _logScale.FillInPlace((float)logScale);
    }
}
