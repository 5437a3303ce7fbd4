namespace Eidetic.Modeling;

/// <summary>Sizes of a whole CLIP. Architectures are data: OpenAI's are listed here.</summary>
internal sealed record ClipOptions
{
    /// <summary>ViT-B/32.</summary>
    public static ClipOptions BasePatch32 { get; } = Published(patch: 32, outputs: 512, visionWidth: 768, visionLayers: 12, textWidth: 512);

    /// <summary>ViT-B/16.</summary>
    public static ClipOptions BasePatch16 { get; } = Published(patch: 16, outputs: 512, visionWidth: 768, visionLayers: 12, textWidth: 512);

    /// <summary>ViT-L/14 at 224 pixels.</summary>
    public static ClipOptions LargePatch14 { get; } = Published(patch: 14, outputs: 768, visionWidth: 1024, visionLayers: 24, textWidth: 768);

    /// <summary>The eyes.</summary>
    public required ClipVisionOptions Vision { get; init; }

    /// <summary>The ears.</summary>
    public required ClipTextOptions Text { get; init; }

    private static ClipOptions Published(int patch, int outputs, int visionWidth, int visionLayers, int textWidth) => new()
    {
        Vision = new ClipVisionOptions { ImageSize = 224, PatchSize = patch, OutputDim = outputs, Transformer = Blocks(visionWidth, visionLayers) },
        Text = new ClipTextOptions { Vocabulary = 49408, ContextLength = 77, OutputDim = outputs, Transformer = Blocks(textWidth, layers: 12) },
    };

    private static ClipTransformerOptions Blocks(int width, int layers) => new() { Width = width, Layers = layers, Heads = width / 64, FeedForward = 4 * width };
}
