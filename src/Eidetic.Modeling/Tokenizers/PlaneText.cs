using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Eidetic.Modeling;

/// <summary>
/// A text in which each character is one <see cref="char"/>: those outside the basic plane are replaced by one of their category inside it, so
/// that <c>\p{L}</c> and its like match as they do where strings are made of whole characters.
/// </summary>
internal sealed class PlaneText
{
    private readonly string _text;
    private readonly int[]? _starts;

    public PlaneText(string text)
    {
        _text = text;
        if (!text.Any(char.IsSurrogate))
        {
            Plane = text;
            return;
        }

        var plane = new StringBuilder(text.Length);
        var starts = new List<int>(text.Length + 1);
        var start = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            plane.Append(rune.IsBmp ? (char)rune.Value : Substitute(Rune.GetUnicodeCategory(rune)));
            starts.Add(start);
            start += rune.Utf16SequenceLength;
        }

        starts.Add(start);
        (Plane, _starts) = (plane.ToString(), [.. starts]);
    }

    /// <summary>One char a character.</summary>
    public string Plane { get; }

    /// <summary>The text of a match in <see cref="Plane"/>.</summary>
    public string this[Capture match] => Between(match.Index, match.Index + match.Length);

    /// <summary>The text between two places of <see cref="Plane"/>.</summary>
    public string Between(int start, int end) => _starts is null ? _text[start..end] : _text[_starts[start].._starts[end]];

    private static char Substitute(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => '\u0100',
        UnicodeCategory.LowercaseLetter => '\u0101',
        UnicodeCategory.TitlecaseLetter => '\u01C5',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => '\u4E00',
        UnicodeCategory.NonSpacingMark => '\u0300',
        UnicodeCategory.SpacingCombiningMark => '\u0903',
        UnicodeCategory.EnclosingMark => '\u20DD',
        UnicodeCategory.DecimalDigitNumber => '\u0660',
        UnicodeCategory.LetterNumber => '\u2160',
        UnicodeCategory.OtherNumber => '\u2460',
        UnicodeCategory.Format => '\u200B',
        UnicodeCategory.MathSymbol => '\u2200',
        UnicodeCategory.OtherSymbol => '\u2600',
        UnicodeCategory.OtherPunctuation => '\u2020',
        _ => '\uE000',
    };
}
