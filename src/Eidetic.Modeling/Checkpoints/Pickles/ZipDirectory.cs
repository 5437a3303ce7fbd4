using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// The directory of a zip archive, with 64-bit sizes (PKWARE APPNOTE 6.3, §4.3). The framework's reader does not say where in the file an
/// entry lies, which is what mapping it needs. Entries that overlap, lie outside the file or claim to inflate to much more are refused.
/// </summary>
internal sealed class ZipDirectory
{
    private const int EndLength = 22;
    private const int MaxEntries = 1 << 18;
    private const int MaxDirectoryLength = 1 << 26;
    private const long MaxInflatedLength = 1 << 29;
    private const long MaxRatio = 100;

    private readonly MappedFile _file;
    private readonly Dictionary<string, ZipEntry> _entries = new(StringComparer.Ordinal);

    private ZipDirectory(MappedFile file) => _file = file;

    /// <summary>All files in the archive.</summary>
    public IReadOnlyCollection<ZipEntry> Entries => _entries.Values;

    /// <summary>Reads and checks the directory.</summary>
    /// <param name="file">The archive.</param>
    /// <exception cref="CheckpointFormatException">It is no zip archive, damaged, or a bomb.</exception>
    public static ZipDirectory Read(MappedFile file)
    {
        var directory = new ZipDirectory(file);
        var (start, length, count) = directory.FindDirectory();
        directory.ReadEntries(start, length, count);
        directory.RejectOverlaps();
        return directory;
    }

    /// <summary>Finds a file in the archive, or gives null.</summary>
    public ZipEntry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Reads a file in the archive whole.</summary>
    /// <param name="entry">The entry.</param>
    /// <exception cref="CheckpointFormatException">It does not have the length it claims.</exception>
    public byte[] ReadAll(ZipEntry entry)
    {
        var stored = new byte[entry.StoredLength];
        _file.Read(stored, entry.Start);
        return entry.IsDeflated ? Inflate(entry, stored) : stored;
    }

    private byte[] Inflate(ZipEntry entry, byte[] stored)
    {
        var bytes = new byte[entry.Length];
        try
        {
            using var inflated = new DeflateStream(new MemoryStream(stored), CompressionMode.Decompress);
            if (inflated.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length || inflated.ReadByte() >= 0)
                throw Bad($"'{entry.Name}' does not inflate to the {entry.Length} bytes it claims");
            return bytes;
        }
        catch (InvalidDataException exception)
        {
            throw Bad($"'{entry.Name}' does not inflate ({exception.Message})", exception);
        }
    }

    private (long Start, int Length, int Count) FindDirectory()
    {
        var tail = ReadAt(Math.Max(0, _file.Length - EndLength - ushort.MaxValue), (int)Math.Min(_file.Length, EndLength + ushort.MaxValue));
        var at = tail.Length - EndLength;
        while (at >= 0 && !(U32(tail, at) == 0x06054b50 && at + EndLength + U16(tail, at + 20) == tail.Length))
            at--;
        if (at < 0)
            throw Bad("it has no zip directory at its end: it is cut short, or no zip archive");

        ulong count = U16(tail, at + 10), length = U32(tail, at + 12), start = U32(tail, at + 16);
        var end = _file.Length - tail.Length + at;
        if (count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue)
            (end, count, length, start) = ReadWideEnd(end);
        if (count > MaxEntries || length > MaxDirectoryLength || start > (ulong)end || length > (ulong)end - start)
            throw Bad($"its zip directory claims {count} files in {length} bytes at {start}, which does not fit the file");
        return ((long)start, (int)length, (int)count);
    }

    private (long End, ulong Count, ulong Length, ulong Start) ReadWideEnd(long end)
    {
        var locator = end >= 20 ? ReadAt(end - 20, 20) : [];
        if (locator.Length == 0 || U32(locator, 0) != 0x07064b50 || U64(locator, 8) is var at && (at > (ulong)end || (ulong)end - at < 56))
            throw Bad("its zip directory is damaged");

        var record = ReadAt((long)at, 56);
        return U32(record, 0) == 0x06064b50
            ? ((long)at, U64(record, 32), U64(record, 40), U64(record, 48))
            : throw Bad("its zip directory is damaged");
    }

    private void ReadEntries(long start, int length, int count)
    {
        var bytes = ReadAt(start, length);
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (bytes.Length - at < 46 || U32(bytes, at) != 0x02014b50)
                throw Bad($"entry {i} of its zip directory is damaged");

            int nameLength = U16(bytes, at + 28), extraLength = U16(bytes, at + 30), next = at + 46 + nameLength + extraLength + U16(bytes, at + 32);
            if (next > bytes.Length)
                throw Bad($"entry {i} of its zip directory is damaged");

            var entry = ReadEntry(bytes.AsSpan(at, 46), bytes.AsSpan(at + 46, nameLength), bytes.AsSpan(at + 46 + nameLength, extraLength), start);
            if (!_entries.TryAdd(entry.Name, entry))
                throw Bad($"'{entry.Name}' is in the archive twice");
            at = next;
        }
    }

    private ZipEntry ReadEntry(ReadOnlySpan<byte> fixedPart, ReadOnlySpan<byte> nameBytes, ReadOnlySpan<byte> extra, long limit)
    {
        var name = Encoding.UTF8.GetString(nameBytes);
        var method = U16(fixedPart, 10);
        if ((U16(fixedPart, 8) & 1) != 0 || method is not (0 or 8))
            throw Bad($"'{name}' is encrypted or compressed by method {method}; PyTorch stores files as they are");

        ulong stored = U32(fixedPart, 20), length = U32(fixedPart, 24), header = U32(fixedPart, 42);
        ReadWideSizes(name, extra, ref length, ref stored, ref header);
        if (header > (ulong)limit || (ulong)limit - header < 30)
            throw Bad($"'{name}' lies outside the archive");

        var local = ReadAt((long)header, 30);
        var start = (long)header + 30 + U16(local, 26) + U16(local, 28);
        if (U32(local, 0) != 0x04034b50 || U16(local, 8) != method || U16(local, 26) != nameBytes.Length || start > limit || stored > (ulong)(limit - start))
            throw Bad($"'{name}' lies outside the archive, or is described in two ways");
        if (!ReadAt((long)header + 30, nameBytes.Length).AsSpan().SequenceEqual(nameBytes))
            throw Bad($"'{name}' has another name in its own header");

        var isDeflated = method == 8;
        if (!isDeflated && stored != length)
            throw Bad($"'{name}' is stored as it is, but claims {length} bytes in {stored}");
        if (isDeflated && (length > MaxInflatedLength || stored > MaxInflatedLength || length > (stored + 1) * MaxRatio))
            throw Bad($"'{name}' claims to inflate from {stored} to {length} bytes; expected at most {MaxRatio} times as many, and {MaxInflatedLength}");
        return new ZipEntry(name, (long)header, start, (long)stored, (long)length, isDeflated);
    }

    // Extra field 1 holds, in this order, those of the three that are 2^32 - 1 in the fixed part.
    private void ReadWideSizes(string name, ReadOnlySpan<byte> extra, ref ulong length, ref ulong stored, ref ulong header)
    {
        while (extra.Length >= 4)
        {
            var size = U16(extra, 2);
            if (size > extra.Length - 4)
                return; // padding that PyTorch and others leave

            if (U16(extra, 0) == 1)
            {
                var fields = extra.Slice(4, size);
                length = Widen(name, length, ref fields);
                stored = Widen(name, stored, ref fields);
                header = Widen(name, header, ref fields);
                return;
            }

            extra = extra[(4 + size)..];
        }
    }

    private ulong Widen(string name, ulong value, ref ReadOnlySpan<byte> fields)
    {
        if (value != uint.MaxValue)
            return value;
        if (fields.Length < 8)
            throw Bad($"the sizes of '{name}' are damaged");

        var wide = U64(fields, 0);
        fields = fields[8..];
        return wide;
    }

    private void RejectOverlaps()
    {
        var end = 0L;
        foreach (var entry in _entries.Values.OrderBy(entry => entry.Header))
        {
            if (entry.Header < end)
                throw Bad($"'{entry.Name}' overlaps another file in the archive");
            end = entry.End;
        }
    }

    private byte[] ReadAt(long offset, int length)
    {
        var bytes = new byte[length];
        _file.Read(bytes, offset);
        return bytes;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    private CheckpointFormatException Bad(string fact, Exception? inner = null) => new(_file.Path, $"{_file.Path}: {fact}.", inner);
}
