using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

using Part = BookHeader.Part;

/// <summary>Writes a book's file and maps it back.</summary>
internal static class BookFile
{
    private const int ChunkSize = 1 << 20;

    /// <summary>Writes the file under a temporary name beside, flushes it to the disk and renames it.</summary>
    public static void Save(BookContent content, string path)
    {
        RequireLittleEndian();
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Path.GetRandomFileName()}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, ChunkSize))
            {
                Write(content, stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Maps a file and checks its header.</summary>
    public static (MappedFile File, BookHeader Header, BookContent Content) Open(string path)
    {
        RequireLittleEndian();
        MappedFile? file = null;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: 0 })
            {
                throw BookHeader.Refused(path, "found no bytes");
            }

            file = new MappedFile(path);
            var header = BookHeader.Read(file.Section<byte>(0, (int)Math.Min(file.Length, BookHeader.Size)).Span, file.Length, path);
            return (file, header, Map(file, header, path));
        }
        catch (Exception exception)
        {
            file?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw BookHeader.Refused(path, $"found no file that can be read ({exception.Message})", exception);
            }

            throw;
        }
    }

    /// <summary>Whether everything after the header is as it was written.</summary>
    public static bool HasSoundContent(MappedFile file, BookHeader header, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long at = BookHeader.Size; at < file.Length; at += ChunkSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(file.Section<byte>(at, (int)Math.Min(ChunkSize, file.Length - at)).Span);
        }

        return hash.GetHashAndReset().AsSpan().SequenceEqual(header.ContentHash);
    }

    private static void Write(BookContent content, FileStream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sections = new (long Offset, long Length)[BookHeader.Parts];
        var gap = new byte[BookHeader.Alignment];
        stream.Write(new byte[BookHeader.Size]);
        long at = BookHeader.Size;
        for (var i = 0; i < sections.Length; i++)
        {
            var bytes = BytesOf(content, (Part)i);
            var padding = gap.AsSpan(0, (int)(-at & (BookHeader.Alignment - 1)));
            sections[i] = (at + padding.Length, bytes.Length);
            at += padding.Length + bytes.Length;
            stream.Write(padding);
            stream.Write(bytes);
            hash.AppendData(padding);
            hash.AppendData(bytes);
        }

        stream.Position = 0;
        stream.Write(new BookHeader
        {
            IsAtomic = content.IsAtomic,
            Images = content.Trie.Images,
            Nodes = content.Trie.Tokens.Length,
            Leaves = content.Trie.LeafNodes.Length,
            MaxDepth = content.Trie.MaxDepth,
            Vocabulary = content.TokenNames.Count,
            FileLength = at,
            Sections = sections,
            ContentHash = hash.GetHashAndReset(),
        }.ToBytes());
    }

    private static ReadOnlySpan<byte> BytesOf(BookContent content, Part part) => part switch
    {
        Part.Scheme => Encoding.UTF8.GetBytes(content.Scheme),
        Part.KeyBytes => content.Keys.Bytes.Span,
        Part.KeyOffsets => MemoryMarshal.AsBytes(content.Keys.Offsets.Span),
        Part.KeyOrder => MemoryMarshal.AsBytes(content.KeyOrder.Span),
        Part.NameBytes => content.TokenNames.Bytes.Span,
        Part.NameOffsets => MemoryMarshal.AsBytes(content.TokenNames.Offsets.Span),
        Part.Tokens => MemoryMarshal.AsBytes(content.Trie.Tokens.Span),
        Part.Parents => MemoryMarshal.AsBytes(content.Trie.Parents.Span),
        Part.Links => MemoryMarshal.AsBytes(content.Trie.Links.Span),
        Part.LeafStarts => MemoryMarshal.AsBytes(content.Trie.LeafStarts.Span),
        Part.LeafNodes => MemoryMarshal.AsBytes(content.Trie.LeafNodes.Span),
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };

    private static BookContent Map(MappedFile file, BookHeader header, string path)
    {
        ReadOnlyMemory<byte> Bytes(Part part) =>
            file.Section<byte>(header.Sections[(int)part].Offset, (int)header.Sections[(int)part].Length);
        ReadOnlyMemory<int> Ints(Part part) =>
            file.Section<int>(header.Sections[(int)part].Offset, (int)(header.Sections[(int)part].Length / sizeof(int)));

        return new BookContent
        {
            Scheme = Encoding.UTF8.GetString(Bytes(Part.Scheme).Span),
            IsAtomic = header.IsAtomic,
            Keys = new StringTable(Bytes(Part.KeyBytes), Ints(Part.KeyOffsets), path),
            KeyOrder = Ints(Part.KeyOrder),
            TokenNames = new StringTable(Bytes(Part.NameBytes), Ints(Part.NameOffsets), path),
            Trie = new TrieArrays
            {
                Images = header.Images,
                MaxDepth = header.MaxDepth,
                Tokens = Ints(Part.Tokens),
                Parents = Ints(Part.Parents),
                Links = Ints(Part.Links),
                LeafStarts = Ints(Part.LeafStarts),
                LeafNodes = Ints(Part.LeafNodes),
                File = path,
            },
        };
    }

    private static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Identifier books are mapped as they are: a little-endian processor is needed.");
        }
    }
}
