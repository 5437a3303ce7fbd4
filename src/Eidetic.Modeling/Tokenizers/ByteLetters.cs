using System.Text;

namespace Eidetic.Modeling;

/// <summary>
/// Writes each byte as one visible letter, so that a tokenizer's file can spell any bytes as text (GPT-2's <c>bytes_to_unicode</c>): visible
/// Latin-1 letters stand for themselves, the others for the letters from U+0100 on.
/// </summary>
internal static class ByteLetters
{
    private const int FirstSubstitute = 0x100;
    private static readonly char[] Letters = MakeLetters();
    private static readonly Dictionary<char, byte> Bytes = Letters.Select((letter, value) => (letter, value)).ToDictionary(p => p.letter, p => (byte)p.value);

    /// <summary>The 256 letters, in the order of GPT-2's and CLIP's vocabularies: those that stand for themselves first.</summary>
    public static IEnumerable<char> InVocabularyOrder => Letters.Where(letter => letter < FirstSubstitute).Concat(Letters.Where(letter => letter >= FirstSubstitute));

    /// <summary>The UTF-8 bytes of a text, as letters. A lone surrogate becomes U+FFFD.</summary>
    public static string Write(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return string.Create(bytes.Length, bytes, (letters, values) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = Letters[values[i]];
            }
        });
    }

    /// <summary>The text that names of tokens spell; bytes that are no UTF-8 become U+FFFD, a name with letters that stand for no byte is kept as it is.</summary>
    public static string Read(params IEnumerable<string> names) =>
        Encoding.UTF8.GetString([.. names.SelectMany(name => name.All(Bytes.ContainsKey) ? name.Select(letter => Bytes[letter]) : Encoding.UTF8.GetBytes(name))]);

    private static char[] MakeLetters()
    {
        var next = FirstSubstitute;
        return [.. Enumerable.Range(0, 256).Select(value => IsVisible(value) ? (char)value : (char)next++)];
    }

    private static bool IsVisible(int value) => value is (>= '!' and <= '~') or (>= '¡' and <= '¬') or (>= '®' and <= 'ÿ');
}
