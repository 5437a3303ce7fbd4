using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Eidetic.Modeling;

/// <summary>
/// SentencePiece's table of replaced characters (<c>precompiled_charsmap</c>), applied as Hugging Face's tokenizers do it or as SentencePiece
/// itself does. Immutable and safe to use from several threads.
/// </summary>
/// <remarks>
/// The bytes are the length of a double array, its units of 32 bits (Aoe 1989; as darts-clone lays them out), and replacements that end in a
/// zero. A unit holds a label, whether an entry ends there, and where its children lie.
/// </remarks>
internal sealed class CharacterMap
{
    private const int LongestCluster = 5;
    private const uint Leaf = 1u << 8;
    private const uint WideOffset = 1u << 9;
    private const uint LabelBits = (1u << 31) | 0xFF;
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private CharacterMap(uint[] units, byte[] replacements) => (_units, _replacements) = (units, replacements);

    /// <summary>Reads a table.</summary>
    /// <returns>The table, or null when the bytes are none.</returns>
    public static CharacterMap? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(uint))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var rest = bytes[sizeof(uint)..];
        if (length == 0 || length > rest.Length || length % sizeof(uint) != 0)
        {
            return null;
        }

        var units = new uint[length / sizeof(uint)];
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(rest[(i * sizeof(uint))..]);
        }

        return new CharacterMap(units, rest[(int)length..].ToArray());
    }

    /// <summary>
    /// Replaces as Hugging Face's tokenizers do: a cluster of fewer than six bytes is looked up whole, then its characters one by one; of several
    /// entries that begin it the shortest counts.
    /// </summary>
    /// <param name="text">Any text; lone surrogates count as U+FFFD.</param>
    public string Apply(string text)
    {
        var whole = LoneSurrogates.Replace(text);
        var result = new StringBuilder(whole.Length);
        var clusters = StringInfo.GetTextElementEnumerator(whole);
        while (clusters.MoveNext())
        {
            var cluster = clusters.GetTextElement();
            if (Encoding.UTF8.GetByteCount(cluster) <= LongestCluster && Find(cluster) is { } replacement)
            {
                result.Append(replacement);
                continue;
            }

            foreach (var rune in cluster.EnumerateRunes())
            {
                var character = rune.ToString();
                result.Append(Find(character) ?? character);
            }
        }

        return result.ToString();
    }

    /// <summary>Replaces as SentencePiece does: from the left, the longest entry that begins there.</summary>
    /// <param name="text">Any text; lone surrogates count as U+FFFD.</param>
    public string ApplyLongest(string text)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(LoneSurrogates.Replace(text));
        var result = new StringBuilder(text.Length);
        while (!bytes.IsEmpty)
        {
            Rune.DecodeFromUtf8(bytes.Span, out var rune, out var length);
            var replacement = rune.ToString();
            foreach (var (end, start) in Matches(bytes))
            {
                if (Replacement(start) is { } longer)
                {
                    (length, replacement) = (end, longer);
                }
            }

            result.Append(replacement);
            bytes = bytes[length..];
        }

        return result.ToString();
    }

    private string? Find(string key)
    {
        foreach (var (_, start) in Matches(Encoding.UTF8.GetBytes(key)))
        {
            return Replacement(start);
        }

        return null;
    }

    // Entries that begin the key, the shortest first: their lengths, and where their replacements begin.
    private IEnumerable<(int Length, uint Start)> Matches(ReadOnlyMemory<byte> key)
    {
        var place = Offset(_units[0]);
        for (var i = 0; i < key.Length; i++)
        {
            var letter = key.Span[i];
            place ^= letter;
            if (letter == 0 || place >= _units.Length || (_units[place] & LabelBits) != letter)
            {
                yield break;
            }

            var unit = _units[place];
            place ^= Offset(unit);
            if ((unit & Leaf) != 0 && place < _units.Length)
            {
                yield return (i + 1, _units[place] & ~(1u << 31));
            }
        }
    }

    private string? Replacement(uint start)
    {
        if (start > _replacements.Length)
        {
            return null;
        }

        var rest = _replacements.AsSpan((int)start);
        var end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & WideOffset) >> 6);
}
