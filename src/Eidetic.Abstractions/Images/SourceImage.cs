namespace Eidetic.Abstractions;

/// <summary>One image as a source names it: its key, how to read it, and the text known to belong to it.</summary>
public sealed record SourceImage
{
    /// <summary>Path relative to the source, with forward slashes. Unique within a source.</summary>
    public required string Key { get; init; }

    /// <summary>Absolute path of the file, or null when the image is not a file of its own.</summary>
    public string? Path { get; init; }

    /// <summary>Opens the encoded bytes (JPEG, PNG…). The caller disposes the stream.</summary>
    public required Func<Stream> Open { get; init; }

    /// <summary>Captions to learn from; empty when nobody captioned the image.</summary>
    public IReadOnlyList<string> Captions { get; init; } = [];

    /// <summary>Name of the split the data set puts the image in (<c>train</c>, <c>dev</c>, <c>test</c>), or null.</summary>
    public string? Split { get; init; }

    /// <summary>Words to filter by, each once; empty when the image has none. They are not learned from.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When the picture was made, by the clock on the spot (no time zone), or null when the source does not say.</summary>
    public DateTime? Date { get; init; }
}
