using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Parameters from several checkpoints laid over each other: the first that has a name gives it. The checkpoints stay the caller's.</summary>
/// <param name="layers">The checkpoints, the one that overrides first.</param>
/// <param name="device">Where the parameters go.</param>
/// <param name="type">Element type to convert to; null keeps each checkpoint's.</param>
internal sealed class LayeredOrigin(IReadOnlyList<CheckpointLayer> layers, Device device, ScalarType? type = null) : IParameterOrigin
{
    /// <inheritdoc />
    public Tensor Provide(string name, long[] shape, ParameterStart start)
    {
        foreach (var layer in layers)
        {
            if (layer.Rename(name) is not { } renamed || !layer.Checkpoint.Contains(renamed))
            {
                continue;
            }

            return new CheckpointOrigin(layer.Checkpoint, device, type).Provide(renamed, shape, start);
        }

        var paths = string.Join(", ", layers.Select(layer => layer.Checkpoint.Path));
        throw new CheckpointFormatException(paths, $"Expected a tensor '{name}' of [{string.Join(", ", shape)}] in one of {paths}, found none; is a file another model's, or incomplete?");
    }

    /// <summary>Throws when a checkpoint holds tensors that the model does not know, other than those its layer ignores.</summary>
    /// <param name="parameters">What the model took.</param>
    /// <exception cref="CheckpointFormatException">Tensors are left over; they are named.</exception>
    public void RequireAllKnown(ModelParameters parameters)
    {
        foreach (var layer in layers)
        {
            var known = parameters.Names.Select(layer.Rename).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var left = layer.Checkpoint.Names.Where(name => !known.Contains(name) && !layer.IsIgnored(name)).ToList();
            if (left.Count > 0)
            {
                throw new CheckpointFormatException(
                    layer.Checkpoint.Path, $"{layer.Checkpoint.Path} does not hold this model's weights: {CheckpointLayout.Describe("not expected", left)}.");
            }
        }
    }
}
