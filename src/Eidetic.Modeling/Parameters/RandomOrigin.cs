using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Parameters by chance, the same for a seed. For models that learn from nothing, and for measuring speed.</summary>
/// <param name="seed">Chooses them.</param>
/// <param name="device">Where they go.</param>
/// <param name="deviation">Standard deviation of noise. Default 0.02.</param>
internal sealed class RandomOrigin(int seed, Device device, double deviation = 0.02) : IParameterOrigin
{
    /// <inheritdoc />
    public Tensor Provide(string name, long[] shape, ParameterStart start)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(StableHash.Of(seed, name));
        var values = start switch
        {
            ParameterStart.Zeros => zeros(shape),
            ParameterStart.Ones => ones(shape),
            _ => randn(shape, generator: generator).TimesInPlace(deviation),
        };
        return values.to(device).DetachFromDisposeScope();
    }
}
