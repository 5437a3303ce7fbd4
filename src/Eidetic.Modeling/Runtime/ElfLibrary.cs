using System.Buffers.Binary;
using System.Text;

namespace Eidetic.Modeling;

/// <summary>
/// Reads from a 64-bit little-endian ELF library what the dynamic loader reads: the versions it needs of other libraries and the
/// versions it defines (System V gABI, "Dynamic Section"; LSB, "Symbol Versioning"). Every offset is checked, so a foreign file is
/// refused rather than misread.
/// </summary>
internal sealed class ElfLibrary
{
    private const int LoadSegment = 1;
    private const int DynamicSegment = 2;
    private const long StringTable = 5;
    private const long SymbolTable = 6;
    private const long GnuHash = 0x6ffffef5;
    private const long VersionSymbols = 0x6ffffff0;
    private const long VersionDefinitions = 0x6ffffffc;
    private const long VersionDefinitionCount = 0x6ffffffd;
    private const long VersionNeeds = 0x6ffffffe;
    private const long VersionNeedCount = 0x6fffffff;

    private readonly byte[] _bytes;
    private readonly List<(long Address, long Offset, long Size)> _segments = [];
    private readonly Dictionary<long, long> _dynamic = [];

    private ElfLibrary(byte[] bytes)
    {
        _bytes = bytes;
        ReadSegments();
    }

    /// <summary>Reads the tables of a library.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <exception cref="InvalidDataException">The bytes are not a 64-bit little-endian ELF library, or are damaged.</exception>
    public static ElfLibrary Parse(byte[] bytes)
    {
        var isElf = bytes.Length >= 64 && bytes.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8);
        return isElf ? new ElfLibrary(bytes) : throw new InvalidDataException("Expected a 64-bit little-endian ELF library.");
    }

    /// <summary>The versions this library needs of others, in file order.</summary>
    public IReadOnlyList<ElfVersionNeed> ReadVersionNeeds()
    {
        var needs = new List<ElfVersionNeed>();
        if (!_dynamic.TryGetValue(VersionNeeds, out var address))
            return needs;

        var entry = OffsetOf(address);
        for (var left = _dynamic.GetValueOrDefault(VersionNeedCount); left > 0; left--)
        {
            var library = ReadString(ReadUInt32(entry + 4));
            var detail = entry + ReadUInt32(entry + 8);
            for (var details = ReadUInt16(entry + 2); details > 0; details--)
            {
                var name = ReadString(ReadUInt32(detail + 8));
                needs.Add(new ElfVersionNeed(library, name, Flags: ReadUInt16(detail + 4), FlagsOffset: detail + 4, Index: ReadUInt16(detail + 6)));
                detail += ReadUInt32(detail + 12);
            }

            entry += ReadUInt32(entry + 12);
        }

        return needs;
    }

    /// <summary>The names of the versions this library defines, its own name first.</summary>
    public IReadOnlyList<string> ReadVersionDefinitions()
    {
        var names = new List<string>();
        if (!_dynamic.TryGetValue(VersionDefinitions, out var address))
            return names;

        var entry = OffsetOf(address);
        for (var left = _dynamic.GetValueOrDefault(VersionDefinitionCount); left > 0; left--)
        {
            names.Add(ReadString(ReadUInt32(entry + ReadUInt32(entry + 12))));
            entry += ReadUInt32(entry + 16);
        }

        return names;
    }

    /// <summary>The undefined symbols bound to a needed version. In a library with a GNU hash table they come before all defined ones.</summary>
    /// <param name="need">One of this library's needs.</param>
    public IReadOnlyList<string> ReadSymbolsOf(ElfVersionNeed need)
    {
        var versions = OffsetOf(Required(VersionSymbols));
        var symbols = OffsetOf(Required(SymbolTable));
        var undefined = ReadUInt32(OffsetOf(Required(GnuHash)) + 4);
        var names = new List<string>();
        for (var symbol = 0L; symbol < undefined; symbol++)
        {
            if ((ReadUInt16(versions + 2 * symbol) & 0x7fff) == need.Index)
                names.Add(ReadString(ReadUInt32(symbols + 24 * symbol)));
        }

        return names;
    }

    private void ReadSegments()
    {
        var table = ReadInt64(32);
        var size = ReadUInt16(54);
        var dynamic = (Offset: 0L, Size: 0L);
        for (var header = 0; header < ReadUInt16(56); header++)
        {
            var at = table + (long)header * size;
            var (kind, offset, length) = (ReadUInt32(at), ReadInt64(at + 8), ReadInt64(at + 32));
            if (kind == LoadSegment)
                _segments.Add((Address: ReadInt64(at + 16), offset, length));
            else if (kind == DynamicSegment)
                dynamic = (offset, length);
        }

        for (var at = dynamic.Offset; at < dynamic.Offset + dynamic.Size && ReadInt64(at) != 0; at += 16)
            _dynamic[ReadInt64(at)] = ReadInt64(at + 8);
    }

    private long Required(long tag) => _dynamic.TryGetValue(tag, out var value)
        ? value
        : throw new InvalidDataException($"Expected a library with the dynamic entry 0x{tag:x}, found none.");

    private long OffsetOf(long address)
    {
        foreach (var (start, offset, size) in _segments)
        {
            if (address >= start && address - start < size)
                return address - start + offset;
        }

        throw new InvalidDataException($"The library has nothing at address 0x{address:x}.");
    }

    private string ReadString(uint index)
    {
        var start = Checked(OffsetOf(Required(StringTable)) + index, 1);
        var length = _bytes.AsSpan(start).IndexOf((byte)0);
        return length >= 0 ? Encoding.ASCII.GetString(_bytes, start, length) : throw new InvalidDataException("A name in the library has no end.");
    }

    private ushort ReadUInt16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(Checked(at, 2)));

    private uint ReadUInt32(long at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(Checked(at, 4)));

    private long ReadInt64(long at) => BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(Checked(at, 8)));

    private int Checked(long at, int size) => at >= 0 && at <= _bytes.Length - size
        ? (int)at
        : throw new InvalidDataException($"The library ends before offset 0x{at:x}.");
}
