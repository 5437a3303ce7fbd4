using System.Text;

namespace Eidetic.Data;

/// <summary>Tags as people write them: trimmed, one spelling each, the same in upper and lower case.</summary>
internal static class TagText
{
    /// <summary>What stands between tags where they are one text; a tag in a JSON array may hold these.</summary>
    private static readonly char[] Separators = [';', ',', '|'];

    /// <summary>The tag without white space around it and with single spaces inside; null when nothing is left, or it is no Unicode.</summary>
    public static string? Clean(string tag)
    {
        var words = string.Join(' ', tag.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words.Length > 0 && IsUnicode(words) ? words.Normalize() : null;
    }

    /// <summary>What is equal for tags that differ in case only.</summary>
    /// <param name="tag">A clean tag.</param>
    public static string Fold(string tag) => tag.ToUpperInvariant();

    /// <summary>The tags of a list in one text, clean, each once.</summary>
    public static IReadOnlyList<string> Split(string list) => Distinct(list.Split(Separators).Select(Clean).OfType<string>());

    /// <summary>Clean tags, each once, in their order.</summary>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> tags) => [.. tags.DistinctBy(Fold)];

    private static bool IsUnicode(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            at += length;
        }

        return true;
    }
}
