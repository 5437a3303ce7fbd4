namespace Eidetic.Modeling;

/// <summary>Sizes of SigLIP's vision tower.</summary>
internal sealed record SiglipVisionOptions
{
    /// <summary>Width and height of a picture in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Width and height of a patch in pixels.</summary>
    public required int PatchSize { get; init; }

    /// <summary>Sizes of the blocks.</summary>
    public required SiglipTransformerOptions Transformer { get; init; }

    /// <summary>Whether an attention-pooling head follows; Idefics3 has none. Default true.</summary>
    public bool HasHead { get; init; } = true;

    /// <summary>Patches in a row of the full picture.</summary>
    public int PatchesPerSide => ImageSize / PatchSize;
}
