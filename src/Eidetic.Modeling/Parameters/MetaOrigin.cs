using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Parameters without values, to learn names and shapes of a model of any size.</summary>
internal sealed class MetaOrigin : IParameterOrigin
{
    /// <inheritdoc />
    public Tensor Provide(string name, long[] shape, ParameterStart start) => empty(shape, device: META).DetachFromDisposeScope();
}
