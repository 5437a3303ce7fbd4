using System.Buffers.Binary;
using System.Security.Cryptography;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// The fixed first 288 bytes of a book's file, little endian; the remarks of <see cref="IdentifierBook"/> describe them. Reading
/// checks everything that can be checked without touching the rest of the file.
/// </summary>
internal sealed record BookHeader
{
    public const int Size = 288;
    public const int Alignment = 64;
    public const int Version = 1;
    private const int SectionsAt = 48;
    private const int ContentHashAt = 224;
    private const int HeaderHashAt = 256;
    private const int HashSize = 32;

    /// <summary>Sections in the order of the file.</summary>
    public enum Part
    {
        Scheme, KeyBytes, KeyOffsets, KeyOrder, NameBytes, NameOffsets, Tokens, Parents, Links, LeafStarts, LeafNodes,
    }

    public static int Parts { get; } = Enum.GetValues<Part>().Length;

    public required bool IsAtomic { get; init; }

    public required int Images { get; init; }

    public required int Nodes { get; init; }

    public required int Leaves { get; init; }

    public required int MaxDepth { get; init; }

    public required int Vocabulary { get; init; }

    public required long FileLength { get; init; }

    /// <summary>Where each part begins and how many bytes it has.</summary>
    public required (long Offset, long Length)[] Sections { get; init; }

    /// <summary>SHA-256 of everything after the header.</summary>
    public required byte[] ContentHash { get; init; }

    private static ReadOnlySpan<byte> Magic => "EIDBOOK\n"u8;

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        int[] numbers = [Version, IsAtomic ? 1 : 0, Images, Nodes, Leaves, MaxDepth, Vocabulary, 0];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8 + (4 * i)), numbers[i]);
        }

        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), FileLength);
        for (var i = 0; i < Parts; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SectionsAt + (16 * i)), Sections[i].Offset);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SectionsAt + (16 * i) + 8), Sections[i].Length);
        }

        ContentHash.CopyTo(bytes, ContentHashAt);
        SHA256.HashData(bytes.AsSpan(0, HeaderHashAt), bytes.AsSpan(HeaderHashAt));
        return bytes;
    }

    /// <exception cref="CheckpointFormatException">The file is foreign, newer, shortened or damaged.</exception>
    public static BookHeader Read(ReadOnlySpan<byte> bytes, long fileLength, string file)
    {
        if (!bytes[..Math.Min(Magic.Length, bytes.Length)].SequenceEqual(Magic))
        {
            throw Refused(file, "found another kind of file");
        }

        if (bytes.Length < Size)
        {
            throw Refused(file, FormattableString.Invariant($"found only its first {bytes.Length} bytes"));
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version > Version)
        {
            throw new CheckpointFormatException(file, FormattableString.Invariant(
                $"Expected an identifier book of format {Version} at most in '{file}', found format {version}: use a newer Eidetic."));
        }

        if (version != Version || !SHA256.HashData(bytes[..HeaderHashAt]).AsSpan().SequenceEqual(bytes.Slice(HeaderHashAt, HashSize)))
        {
            throw Refused(file, "found a header that fails its checksum");
        }

        var header = Parse(bytes);
        if (header.FileLength != fileLength)
        {
            throw Refused(file, FormattableString.Invariant($"found {fileLength} bytes instead of {header.FileLength}"));
        }

        return header.IsConsistent() ? header : throw Refused(file, "found contradicting sizes");
    }

    /// <summary>One sentence for a file that cannot be used.</summary>
    public static CheckpointFormatException Refused(string file, string found, Exception? cause = null) => new(
        file, $"Expected a whole identifier book in '{file}', {found}: restore the file or memorize again.", cause);

    private static BookHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var sections = new (long Offset, long Length)[Parts];
        for (var i = 0; i < Parts; i++)
        {
            var at = bytes[(SectionsAt + (16 * i))..];
            sections[i] = (BinaryPrimitives.ReadInt64LittleEndian(at), BinaryPrimitives.ReadInt64LittleEndian(at[8..]));
        }

        return new BookHeader
        {
            IsAtomic = (BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]) & 1) != 0,
            Images = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            Nodes = BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
            Leaves = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]),
            MaxDepth = BinaryPrimitives.ReadInt32LittleEndian(bytes[28..]),
            Vocabulary = BinaryPrimitives.ReadInt32LittleEndian(bytes[32..]),
            FileLength = BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            Sections = sections,
            ContentHash = bytes.Slice(ContentHashAt, HashSize).ToArray(),
        };
    }

    /// <summary>
    /// Whether the counts fit each other and every section lies in the file, in order, with the length its count asks for.
    /// </summary>
    private bool IsConsistent()
    {
        if (Images < 1 || Leaves < Images || Nodes <= Leaves || MaxDepth < 1 || MaxDepth >= Nodes || Vocabulary < 1)
        {
            return false;
        }

        long end = Size;
        for (var i = 0; i < Parts; i++)
        {
            var (offset, length) = Sections[i];
            var (lower, upper) = LengthOf((Part)i);
            if (offset < end || offset % Alignment != 0 || length < lower || length > upper || offset > FileLength - length)
            {
                return false;
            }

            end = offset + length;
        }

        return end == FileLength;
    }

    private (long Lower, long Upper) LengthOf(Part part)
    {
        var ints = part switch
        {
            Part.KeyOffsets => Images + 1L,
            Part.KeyOrder => Images,
            Part.NameOffsets => Vocabulary + 1L,
            Part.Tokens or Part.Parents or Part.Links => Nodes,
            Part.LeafStarts => Leaves == Images ? 0 : Images + 1L,
            Part.LeafNodes => Leaves,
            _ => -1,
        };
        return ints >= 0 ? (ints * sizeof(int), ints * sizeof(int)) : (1, part == Part.Scheme ? 1024 : int.MaxValue);
    }
}
