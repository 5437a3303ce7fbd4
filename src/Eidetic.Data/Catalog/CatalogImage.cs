namespace Eidetic.Data;

/// <summary>What a memory knows about an image besides its identifier.</summary>
public sealed record CatalogImage
{
    /// <summary>The image's key, unique in the catalog.</summary>
    public required string Key { get; init; }

    /// <summary>Absolute path of the file when it was memorized, or null when it is not a file of its own.</summary>
    public string? Path { get; init; }

    /// <summary>SHA-256 of the encoded bytes, 32 bytes.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>Length of the encoded bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Width in pixels, upright.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels, upright.</summary>
    public required int Height { get; init; }

    /// <summary>The data set's split, or null.</summary>
    public string? Split { get; init; }

    /// <summary>Words to filter by, each once whatever its case; empty when the image has none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When the picture was made, by the clock on the spot, or null when nobody knows.</summary>
    public DateTime? Date { get; init; }

    /// <summary>Captions and pseudo-captions, in order.</summary>
    public IReadOnlyList<CatalogCaption> Captions { get; init; } = [];
}
