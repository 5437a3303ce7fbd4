namespace Eidetic.Data;

/// <summary>One line of a caption file.</summary>
/// <param name="Image">The path it names, normalized as keys are.</param>
/// <param name="Captions">Its captions, trimmed, none empty.</param>
/// <param name="Split">The split it names, or null.</param>
/// <param name="Location">File and line, <c>captions.jsonl:12</c>.</param>
/// <param name="IsWhole">True when the line claims to hold all captions of the image (JSON <c>captions</c>), so that a second one is odd.</param>
internal sealed record CaptionRecord(string Image, IReadOnlyList<string> Captions, string? Split, string Location, bool IsWhole)
{
    /// <summary>The tags it gives the image, as <see cref="TagText"/> cleans them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The date it gives the image, or null.</summary>
    public DateTime? Date { get; init; }
}
