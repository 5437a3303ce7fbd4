using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Puts an OpenFlamingo together as its users download it: what was trained, which overrides the rest; a CLIP; an MPT. Each comes under its
/// own names.
/// </summary>
internal static class OpenFlamingoLayers
{
    private const string Vision = "vision_encoder.";
    private const string Language = "lang_encoder.";

    /// <summary>Lays the three over each other.</summary>
    /// <param name="trained">Resampler, gated layers and embedding, under the names of the reference.</param>
    /// <param name="clip">A CLIP under OpenAI's names (<c>visual.conv1.weight</c>); its text tower is ignored.</param>
    /// <param name="language">An MPT (<c>transformer.blocks.0.attn.Wqkv.weight</c>); its embedding is overridden.</param>
    /// <param name="device">Where the parameters go.</param>
    /// <param name="type">Element type to convert to; null keeps each checkpoint's.</param>
    public static LayeredOrigin Of(ICheckpoint trained, ICheckpoint clip, ICheckpoint language, Device device, ScalarType? type = null) => new(
        [
            new CheckpointLayer(trained, name => name, IsAlias),
            new CheckpointLayer(clip, NameInClip, name => !name.StartsWith("visual.", StringComparison.Ordinal)),
            new CheckpointLayer(language, NameInLanguage, _ => false),
        ],
        device,
        type);

    /// <summary>Whether the reference's whole state dict names a tensor a second time under this name.</summary>
    public static bool IsAlias(string name) =>
        name.StartsWith("lang_encoder.old_decoder_blocks.", StringComparison.Ordinal)
        || name.StartsWith("lang_encoder.gated_cross_attn_layers.", StringComparison.Ordinal);

    private static string? NameInClip(string name) => name.StartsWith(Vision, StringComparison.Ordinal) ? "visual." + name[Vision.Length..] : null;

    private static string? NameInLanguage(string name) =>
        name.StartsWith(Language, StringComparison.Ordinal) && !name.Contains(".gated_cross_attn_layer.", StringComparison.Ordinal)
            ? name[Language.Length..].Replace(".decoder_layer.", ".", StringComparison.Ordinal)
            : null;
}
