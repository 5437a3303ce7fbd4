namespace Eidetic.Abstractions;

/// <summary>
/// Which images may be named. All conditions that are given must hold; a filter without any lets every image pass. It restricts the trie,
/// not the results: ten hits are ten whenever ten images pass. Checked when used.
/// </summary>
public sealed record RecallFilter
{
    /// <summary>How the image's key begins, letter for letter (<c>2024/holiday/</c>), or null.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>Tags that the image must all have, in upper or lower case. Default none.</summary>
    public IReadOnlyList<string> AllTags { get; init; } = [];

    /// <summary>Tags of which the image must have at least one, in upper or lower case. Default none.</summary>
    public IReadOnlyList<string> AnyTags { get; init; } = [];

    /// <summary>The image was made at this moment or later, by the clock on the spot; images without a date do not pass. Null for any.</summary>
    public DateTime? After { get; init; }

    /// <summary>The image was made before this moment, by the clock on the spot; images without a date do not pass. Null for any.</summary>
    public DateTime? Before { get; init; }
}
