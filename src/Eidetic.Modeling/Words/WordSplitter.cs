using System.Text;

namespace Eidetic.Modeling;

/// <summary>Cuts texts into words: runs of letters, digits and marks, in compatibility form (NFKC) and lower case; everything else parts them.</summary>
internal static class WordSplitter
{
    /// <summary>The distinct words of a text, in the order they first occur.</summary>
    /// <param name="text">Any text.</param>
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var word = new StringBuilder();
        foreach (var rune in LoneSurrogates.Replace(text).Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (word.Length > 0 && IsMark(rune)))
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else
            {
                Take();
            }
        }

        Take();
        return words;

        void Take()
        {
            if (word.Length > 0 && seen.Add(word.ToString()))
            {
                words.Add(word.ToString());
            }

            word.Clear();
        }
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is
        System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
