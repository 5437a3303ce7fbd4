using System.Collections;
using System.Globalization;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>Strings as UTF-8 bytes and offsets, decoded when they are asked for; in memory or mapped from a file.</summary>
/// <param name="bytes">The strings, one after the other.</param>
/// <param name="offsets">int32 [strings + 1]: where each begins.</param>
/// <param name="file">The file the bytes are mapped from, or null.</param>
internal sealed class StringTable(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<int> offsets, string? file = null) : IReadOnlyList<string>
{
    /// <summary>Refuses what is not text (lone surrogates, broken UTF-8) and so loses nothing.</summary>
    public static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public int Count => offsets.Length - 1;

    public ReadOnlyMemory<byte> Bytes => bytes;

    public ReadOnlyMemory<int> Offsets => offsets;

    public string this[int index]
    {
        get
        {
            try
            {
                return Strict.GetString(BytesOf(index));
            }
            catch (DecoderFallbackException)
            {
                throw Damaged(index);
            }
        }
    }

    /// <summary>Packs strings.</summary>
    /// <param name="strings">The strings.</param>
    /// <param name="what">What one of them is, for the message.</param>
    /// <exception cref="ArgumentException">A string is empty or no text, or all of them exceed 2 GiB.</exception>
    public static StringTable Pack(IReadOnlyList<string> strings, string what)
    {
        var offsets = new int[strings.Count + 1];
        for (var i = 0; i < strings.Count; i++)
        {
            offsets[i + 1] = Measure(offsets[i], strings[i], i, what);
        }

        var bytes = new byte[offsets[^1]];
        for (var i = 0; i < strings.Count; i++)
        {
            Strict.GetBytes(strings[i], bytes.AsSpan(offsets[i]..offsets[i + 1]));
        }

        return new StringTable(bytes, offsets);
    }

    /// <summary>The UTF-8 bytes of a string.</summary>
    public ReadOnlySpan<byte> BytesOf(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, FormattableString.Invariant($"Expected an index from 0 to {Count - 1}, got {index}."));
        }

        var (start, end) = (offsets.Span[index], offsets.Span[index + 1]);
        return 0 <= start && start <= end && end <= bytes.Length ? bytes.Span[start..end] : throw Damaged(index);
    }

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int Measure(int start, string text, int index, string what)
    {
        try
        {
            return string.IsNullOrEmpty(text)
                ? throw new ArgumentException(FormattableString.Invariant($"Expected {what} of at least one letter, got none at {index}."))
                : checked(start + Strict.GetByteCount(text));
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Expected {what} of valid Unicode, got half a surrogate pair at {index}."), exception);
        }
        catch (OverflowException exception)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Expected {what}s of at most 2 GiB together, got more at {index}."), exception);
        }
    }

    private CheckpointFormatException Damaged(int index) => new(
        file ?? "",
        string.Create(CultureInfo.InvariantCulture, $"Expected sound text in '{file}', found contradicting numbers at string {index}: "
            + $"restore the file or memorize again."));
}
