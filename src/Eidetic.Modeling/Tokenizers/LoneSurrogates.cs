namespace Eidetic.Modeling;

/// <summary>Halves of surrogate pairs, which are no Unicode.</summary>
internal static class LoneSurrogates
{
    /// <summary>The text with U+FFFD for each, as it would be on its way into bytes.</summary>
    public static string Replace(string text) =>
        text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())) : text;
}
