using Eidetic.Data;

namespace Eidetic;

/// <summary>What a memory knows about one of its images.</summary>
public sealed record MemorizedImage
{
    /// <summary>The image's key.</summary>
    public required string Key { get; init; }

    /// <summary>Where the file was when it was memorized, or null when it is not a file of its own.</summary>
    public string? Path { get; init; }

    /// <summary>SHA-256 of the encoded bytes as they were memorized, in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Length of the encoded bytes.</summary>
    public required long SizeInBytes { get; init; }

    /// <summary>Width in pixels, upright.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels, upright.</summary>
    public required int Height { get; init; }

    /// <summary>Captions and pseudo-captions, in order.</summary>
    public IReadOnlyList<CatalogCaption> Captions { get; init; } = [];

    /// <summary>Words to filter by; empty when the image has none.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When the picture was made, by the clock on the spot, or null when nobody knows.</summary>
    public DateTime? Date { get; init; }

    /// <summary>Names of the tokens of its identifier; of the first where it has several.</summary>
    public required IReadOnlyList<string> Identifier { get; init; }
}
