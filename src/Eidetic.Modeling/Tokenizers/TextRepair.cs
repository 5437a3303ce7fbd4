using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Eidetic.Modeling;

/// <summary>
/// Repairs text that went through a wrong encoding or a word processor, as CLIP's tokenizer expects it: the steps of ftfy 6.3.1's
/// <c>fix_text</c> with its defaults. Of its search for wrong encodings only the case of a whole line is done, UTF-8 that was read as
/// Windows-1252; lines that mix right and wrong text are left as they are. Entities are those of HTML 4.
/// </summary>
internal static partial class TextRepair
{
    private const int MaxRounds = 10;
    private const string Latin1Controls = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";   // what Windows-1252 has at 0x80..0x9F
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Dictionary<char, string> Ligatures = new()
    {
        ['Ĳ'] = "IJ",
        ['ĳ'] = "ij",
        ['ŉ'] = "ʼn",
        ['Ǳ'] = "DZ",
        ['ǲ'] = "Dz",
        ['ǳ'] = "dz",
        ['Ǆ'] = "DŽ",
        ['ǅ'] = "Dž",
        ['ǆ'] = "dž",
        ['Ǉ'] = "LJ",
        ['ǈ'] = "Lj",
        ['ǉ'] = "lj",
        ['Ǌ'] = "NJ",
        ['ǋ'] = "Nj",
        ['ǌ'] = "nj",
        ['ﬀ'] = "ff",
        ['ﬁ'] = "fi",
        ['ﬂ'] = "fl",
        ['ﬃ'] = "ffi",
        ['ﬄ'] = "ffl",
        ['ﬅ'] = "ſt",
        ['ﬆ'] = "st",
    };

    /// <summary>Repairs a text, line by line.</summary>
    public static string Repair(string text) => string.Concat(Lines().Matches(text).Select(line => RepairLine(line.Value)));

    private static string RepairLine(string line)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var repaired = RepairOnce(line);
            if (repaired == line)
            {
                break;
            }

            line = repaired;
        }

        return line;
    }

    private static string RepairOnce(string line)
    {
        var text = line.Contains('<', StringComparison.Ordinal) ? line : Entity().Replace(line, entity => WebUtility.HtmlDecode(entity.Value));
        text = Encode(text);
        text = string.Concat(text.Select(RepairLetter));
        text = LineBreak().Replace(text, "\n");
        text = TerminalEscape().Replace(text, "");
        text = Control().Replace(text, "");
        return LoneSurrogates.Replace(text).Normalize(NormalizationForm.FormC);
    }

    private static string RepairLetter(char letter) => letter switch
    {
        >= '\u0080' and <= '\u009F' when letter != '\u0085' => Latin1Controls[letter - 0x80].ToString(),
        >= '\uFF01' and <= '\uFFEF' => letter.ToString().Normalize(NormalizationForm.FormKC),
        '\u3000' => " ",
        '\u02BC' or (>= '\u2018' and <= '\u201B') => "'",
        >= '\u201C' and <= '\u201F' => "\"",
        _ => Ligatures.TryGetValue(letter, out var letters) ? letters : letter.ToString(),
    };

    // UTF-8 read as Windows-1252: written back and read as what it was, when all of it is valid and some of it is more than ASCII.
    private static string Encode(string text)
    {
        if (!Mojibake().IsMatch(text))
        {
            return text;
        }

        var bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var place = Latin1Controls.IndexOf(text[i], StringComparison.Ordinal);
            if (place < 0 && text[i] > 0xFF)
            {
                return text;
            }

            bytes[i] = place < 0 ? (byte)text[i] : (byte)(0x80 + place);
        }

        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
    }

    [GeneratedRegex(@"[^\n]*\n|[^\n]+")]
    private static partial Regex Lines();

    [GeneratedRegex(@"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,24});")]
    private static partial Regex Entity();

    [GeneratedRegex(@"[\u00C2-\u00F4][\u0080-\u00BF\u20AC\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u017D\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u017E\u0178]")]
    private static partial Regex Mojibake();

    [GeneratedRegex(@"\r\n|[\r\u2028\u2029\u0085]")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"\x1B\[[\d;]*[A-Za-z]")]
    private static partial Regex TerminalEscape();

    [GeneratedRegex(@"[\u0000-\u0008\u000B\u000E-\u001F\u007F\u206A-\u206F\uFEFF\uFFF9-\uFFFC]")]
    private static partial Regex Control();
}
