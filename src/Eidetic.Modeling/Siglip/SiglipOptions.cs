namespace Eidetic.Modeling;

/// <summary>Sizes of a whole SigLIP. Architectures are data.</summary>
internal sealed record SiglipOptions
{
    /// <summary>SigLIP B/16 at 224 pixels.</summary>
    public static SiglipOptions BasePatch16 { get; } = new()
    {
        Vision = new SiglipVisionOptions { ImageSize = 224, PatchSize = 16, Transformer = Base },
        Text = new SiglipTextOptions { Vocabulary = 32000, ContextLength = 64, OutputDim = 768, Transformer = Base },
    };

    /// <summary>The eyes.</summary>
    public required SiglipVisionOptions Vision { get; init; }

    /// <summary>The ears.</summary>
    public required SiglipTextOptions Text { get; init; }

    private static SiglipTransformerOptions Base => new() { Width = 768, Layers = 12, Heads = 12, FeedForward = 3072 };
}
