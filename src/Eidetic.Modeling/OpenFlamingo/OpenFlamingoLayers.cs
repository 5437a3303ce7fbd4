using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Puts an OpenFlamingo together as its users download it: what was trained, which overrides the rest; a CLIP; an MPT. Each comes under its
/// own names.
/// </summary>
internal sealed class OpenFlamingoLayers : IParameterOrigin
{
    private const string Vision = "vision_encoder.";
    private const string Language = "lang_encoder.";
    private const string HuggingFaceVision = "vision_model.";
    private readonly LayeredOrigin _layers;
    private readonly HuggingFaceClipOrigin? _clip;
    private readonly ICheckpoint _clipFile;

    private OpenFlamingoLayers(ICheckpoint trained, ICheckpoint clip, ICheckpoint language, Device device, ScalarType? type)
    {
        _clipFile = clip;
        _clip = clip.Names.Any(name => name.StartsWith(HuggingFaceVision, StringComparison.Ordinal)) ? new HuggingFaceClipOrigin(clip, device, type) : null;
        var eyes = new CheckpointLayer(clip, NameInClip, name => !name.StartsWith("visual.", StringComparison.Ordinal));
        _layers = new LayeredOrigin(
            [new CheckpointLayer(trained, name => name, IsAlias), .. _clip is null ? [eyes] : Array.Empty<CheckpointLayer>(), new CheckpointLayer(language, NameInLanguage, _ => false)],
            device,
            type);
    }

    /// <summary>Lays the three over each other.</summary>
    /// <param name="trained">Resampler, gated layers and embedding, under the names of the reference.</param>
    /// <param name="clip">A CLIP under OpenAI's names (<c>visual.conv1.weight</c>) or Hugging Face's; its text tower is ignored.</param>
    /// <param name="language">An MPT (<c>transformer.blocks.0.attn.Wqkv.weight</c>); its embedding is overridden.</param>
    /// <param name="device">Where the parameters go.</param>
    /// <param name="type">Element type to convert to; null keeps each checkpoint's.</param>
    public static OpenFlamingoLayers Of(ICheckpoint trained, ICheckpoint clip, ICheckpoint language, Device device, ScalarType? type = null) =>
        new(trained, clip, language, device, type);

    /// <summary>Whether the reference's whole state dict names a tensor a second time under this name.</summary>
    public static bool IsAlias(string name) =>
        name.StartsWith("lang_encoder.old_decoder_blocks.", StringComparison.Ordinal)
        || name.StartsWith("lang_encoder.gated_cross_attn_layers.", StringComparison.Ordinal);

    /// <inheritdoc />
    public Tensor Provide(string name, long[] shape, ParameterStart start) =>
        _clip is not null && NameInClip(name) is { } known ? _clip.Provide(known, shape, start) : _layers.Provide(name, shape, start);

    /// <summary>Throws when a checkpoint holds tensors that the model does not know, other than those that are known to be of no use.</summary>
    /// <param name="parameters">What the model took.</param>
    /// <exception cref="CheckpointFormatException">Tensors are left over; they are named.</exception>
    public void RequireAllKnown(ModelParameters parameters)
    {
        _layers.RequireAllKnown(parameters);
        if (_clip is null)
        {
            return;
        }

        var known = parameters.Names.Select(NameInClip).OfType<string>().SelectMany(ClipNames.HuggingFace).ToHashSet(StringComparer.Ordinal);
        var left = _clipFile.Names.Where(name => name.StartsWith(HuggingFaceVision, StringComparison.Ordinal) && !known.Contains(name) && !ClipNames.IsUnused(name)).ToList();
        if (left.Count > 0)
        {
            throw new CheckpointFormatException(
                _clipFile.Path, $"{_clipFile.Path} does not hold this model's weights: {CheckpointLayout.Describe("not expected", left)}.");
        }
    }

    private static string? NameInClip(string name) => name.StartsWith(Vision, StringComparison.Ordinal) ? "visual." + name[Vision.Length..] : null;

    private static string? NameInLanguage(string name) =>
        name.StartsWith(Language, StringComparison.Ordinal) && !name.Contains(".gated_cross_attn_layer.", StringComparison.Ordinal)
            ? name[Language.Length..].Replace(".decoder_layer.", ".", StringComparison.Ordinal)
            : null;
}
