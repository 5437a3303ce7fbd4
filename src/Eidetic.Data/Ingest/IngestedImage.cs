using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>An image that was read and is fit to be memorized.</summary>
public sealed record IngestedImage
{
    /// <summary>The image as its source names it.</summary>
    public required SourceImage Source { get; init; }

    /// <summary>SHA-256 of the encoded bytes, 32 bytes.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>Width in pixels, upright.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels, upright.</summary>
    public required int Height { get; init; }

    /// <summary>Length of the encoded bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>When the picture was made: what its source says, or else the EXIF block of its file; null when neither does.</summary>
    public DateTime? Date { get; init; }

    /// <summary>The picture as the encoder takes it, or null when its pixels were not asked for.</summary>
    public RgbImage? Prepared { get; init; }
}
