using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// A low-rank adapter (Hu et al. 2021, arXiv 2106.09685, §4.1), named as the PEFT library names it. A starts as noise and B as zeros, so a
/// new adapter changes nothing.
/// </summary>
internal sealed class LoraAdapter
{
    private readonly Tensor _down;      // A: float32 [rank, inputs]
    private readonly Tensor _up;        // B: float32 [outputs, rank]
    private readonly double _scale;     // α / r
    private readonly double _dropout;

    private LoraAdapter(ParameterScope scope, LoraOptions options, long inputs, long outputs, Device device)
    {
        using var disposing = NewDisposeScope();
        using var generator = new Generator(StableHash.Of(scope.Plan.Seed, scope.FullName("lora_A")));
        var bound = Math.Sqrt(1.0 / inputs);
        var noise = device.type == TorchSharp.DeviceType.META
            ? empty([options.Rank, inputs], device: device)
            : rand([options.Rank, inputs], generator: generator).TimesInPlace(2 * bound).MinusInPlace(bound).to(device);
        _down = scope.Under("lora_A").Add("weight", noise.DetachFromDisposeScope());
        _up = scope.Under("lora_B").Add("weight", zeros([outputs, options.Rank], device: device).DetachFromDisposeScope());
        _scale = options.Alpha / options.Rank;
        _dropout = options.Dropout;
    }

    /// <summary>An adapter for a projection, or null when the plan leaves it alone.</summary>
    public static LoraAdapter? IfPlanned(ParameterScope scope, long inputs, long outputs, Device device) =>
        scope.Plan.Lora is { } lora && scope.Plan.IsAdapted(scope.FullName("")) && lora.Projections.Any(name => $".{scope.FullName("")}".EndsWith($".{name}.", StringComparison.Ordinal))
            ? new LoraAdapter(scope, lora, inputs, outputs, device)
            : null;

    /// <param name="input">[.., inputs].</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[.., outputs], to be added to the projection's own.</returns>
    public Tensor Forward(Tensor input, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var kept = pass.IsTraining && _dropout > 0 ? functional.dropout(input, _dropout, training: true) : input;
        var low = functional.linear(kept, _down.to(input.dtype));                                  // [.., rank]
        return functional.linear(low, _up.to(input.dtype)).Times(_scale).MoveToOuterDisposeScope(); // [.., outputs]
    }
}
