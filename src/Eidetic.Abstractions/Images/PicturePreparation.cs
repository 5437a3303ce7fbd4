namespace Eidetic.Abstractions;

/// <summary>How a picture is prepared for a multimodal language model: whole, and where the model wants it, cut into tiles as well.</summary>
public sealed record PicturePreparation
{
    /// <summary>How the whole picture is brought to a tile.</summary>
    public required ImagePreprocessing Whole { get; init; }

    /// <summary>
    /// Longest side in pixels to which a picture is scaled before it is cut into tiles, the whole one coming last (Idefics3, arXiv
    /// 2408.12637, §4); null when the model sees the whole picture only.
    /// </summary>
    public int? TiledLongestSide { get; init; }
}
