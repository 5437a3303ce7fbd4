using System.Text.RegularExpressions;

namespace Eidetic;

/// <summary>A word and where it stands in its text.</summary>
/// <param name="Text">The word as it is written there.</param>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
internal readonly partial record struct TextWord(string Text, int Start)
{
    /// <summary>Where it ends.</summary>
    public int End => Start + Text.Length;

    /// <summary>
    /// The words of a text, in order: runs of letters, marks and digits with apostrophes and hyphens inside; in scripts that are written
    /// without spaces every sign is one.
    /// </summary>
    public static IReadOnlyList<TextWord> Of(string text) => [.. Words().Matches(text).Select(match => new TextWord(match.Value, match.Index))];

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}\p{IsHiragana}\p{IsKatakana}]|[\p{L}\p{M}\p{N}-[\p{IsCJKUnifiedIdeographs}\p{IsHiragana}\p{IsKatakana}]]+(?:['\u2019\-][\p{L}\p{M}\p{N}]+)*")]
    private static partial Regex Words();
}
