namespace Eidetic.Modeling;

/// <summary>Sizes of CLIP's vision tower.</summary>
internal sealed record ClipVisionOptions
{
    /// <summary>Width and height of a picture in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Width and height of a patch in pixels; divides <see cref="ImageSize"/>.</summary>
    public required int PatchSize { get; init; }

    /// <summary>Length of a pooled vector.</summary>
    public required int OutputDim { get; init; }

    /// <summary>Sizes of the blocks.</summary>
    public required ClipTransformerOptions Transformer { get; init; }

    /// <summary>Number of patches of a picture.</summary>
    public int Patches => ImageSize / PatchSize * (ImageSize / PatchSize);
}
