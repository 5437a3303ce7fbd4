using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>CLIP's parameters, asked for under OpenAI's names, from a checkpoint under Hugging Face's.</summary>
/// <param name="checkpoint">The checkpoint; stays the caller's.</param>
/// <param name="device">Where the parameters go.</param>
/// <param name="type">Element type to convert to; null keeps the checkpoint's.</param>
internal sealed class HuggingFaceClipOrigin(ICheckpoint checkpoint, Device device, ScalarType? type = null) : IParameterOrigin
{
    private readonly CheckpointOrigin _origin = new(checkpoint, device, type);

    /// <inheritdoc />
    public Tensor Provide(string name, long[] shape, ParameterStart start)
    {
        var names = ClipNames.HuggingFace(name);
        using var scope = NewDisposeScope();
        if (names.Count > 1)
        {
            var part = shape.ToArray();
            part[0] /= names.Count;
            return cat([.. names.Select(n => Attached(_origin.Provide(n, part, start), scope))], dim: 0).DetachFromDisposeScope();
        }

        return ClipNames.IsTransposed(name)
            ? Attached(_origin.Provide(names[0], [.. shape.Reverse()], start), scope).t().contiguous().DetachFromDisposeScope()
            : _origin.Provide(names[0], shape, start);
    }

    // What the origin gives lies outside every scope; these parts are temporaries.
    private static Tensor Attached(Tensor tensor, TorchSharp.DisposeScope scope)
    {
        scope.Attach(tensor);
        return tensor;
    }
}
