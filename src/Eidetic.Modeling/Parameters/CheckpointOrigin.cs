using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Parameters from a checkpoint, in its element type unless another is wanted.</summary>
/// <param name="checkpoint">The checkpoint; stays the caller's.</param>
/// <param name="device">Where the parameters go.</param>
/// <param name="type">Element type to convert to; null keeps the checkpoint's, which costs no memory while it is mapped.</param>
/// <param name="prefix">What the names in the checkpoint begin with; empty for none.</param>
internal sealed class CheckpointOrigin(ICheckpoint checkpoint, Device device, ScalarType? type = null, string prefix = "") : IParameterOrigin
{
    /// <inheritdoc />
    public Tensor Provide(string name, long[] shape, ParameterStart start)
    {
        var found = checkpoint.Contains(prefix + name)
            ? checkpoint.Info(prefix + name).Shape
            : throw new CheckpointFormatException(
                checkpoint.Path, $"{checkpoint.Path} has no tensor '{prefix + name}' of [{string.Join(", ", shape)}]; is it another model's file, or incomplete?");
        if (!found.SequenceEqual(shape))
        {
            throw new CheckpointFormatException(
                checkpoint.Path, $"{checkpoint.Path}: expected '{prefix + name}' of [{string.Join(", ", shape)}], found [{string.Join(", ", found)}]; do its weights belong to its config.json?");
        }

        using var scope = NewDisposeScope();
        return checkpoint.LoadTensor(prefix + name, type).to(device).DetachFromDisposeScope();
    }
}
