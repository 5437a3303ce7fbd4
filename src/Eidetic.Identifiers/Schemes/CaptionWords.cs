using System.Globalization;
using System.Text;

namespace Eidetic.Identifiers;

/// <summary>
/// Cuts a text into lower-case words. A word is an unbroken run of letters, combining marks and digits; an apostrophe between two of them
/// belongs to the word (<c>dog's</c>). Scripts written without spaces (Han, kana) give one word a character. Composed and decomposed
/// spellings are one; everything else (punctuation, emoji, broken surrogates) separates.
/// </summary>
internal static class CaptionWords
{
    private const char Apostrophe = '\'';

    /// <summary>The words of a text, in order.</summary>
    public static List<string> Split(string text)
    {
        // Normalizing throws at unpaired surrogates; enumerating runes turns them into U+FFFD, which separates.
        var whole = string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormC).ToLowerInvariant();
        var words = new List<string>();
        var word = new StringBuilder();
        var held = false; // an apostrophe that only belongs to the word if another letter follows
        foreach (var rune in whole.EnumerateRunes())
        {
            if (IsWordOfItsOwn(rune))
            {
                Close();
                words.Add(rune.ToString());
            }
            else if (IsPartOfWord(rune))
            {
                if (held)
                    word.Append(Apostrophe);

                held = false;
                word.Append(rune.ToString());
            }
            else if (rune.Value is Apostrophe or '\u2019' && word.Length > 0 && !held)
            {
                held = true;
            }
            else
            {
                Close();
            }
        }

        Close();
        return words;

        void Close()
        {
            if (word.Length > 0)
                words.Add(word.ToString());

            word.Clear();
            held = false;
        }
    }

    private static bool IsPartOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // Hiragana and katakana, and the ideographs of the basic and the supplementary planes.
    private static bool IsWordOfItsOwn(Rune rune) => Rune.IsLetter(rune) && rune.Value
        is (>= 0x3041 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x3FFFF);
}
