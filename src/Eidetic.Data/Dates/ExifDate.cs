using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Eidetic.Data;

/// <summary>
/// When a photograph was taken, from its EXIF block (CIPA DC-008, tag DateTimeOriginal). The other dates of the block tell when a file was
/// changed or a print was scanned and are not read. Whatever the bytes are, reading ends and throws nothing.
/// </summary>
internal static class ExifDate
{
    private const ushort ExifPointer = 0x8769;
    private const ushort DateTimeOriginal = 0x9003;
    private const ushort Ascii = 2;
    private const int EntryBytes = 12;
    private const int DateBytes = 19;

    /// <summary>The date of an encoded picture, or null when it tells none that is a date.</summary>
    /// <param name="picture">JPEG, PNG or WebP; others tell none.</param>
    public static DateTime? Read(ReadOnlySpan<byte> picture)
    {
        var tiff = ExifBlock.Find(picture);
        if (tiff.Length < 8 || ByteOrder(tiff) is not { } isLittle)
        {
            return null;
        }

        return Find(tiff, UInt32(tiff, 4, isLittle), ExifPointer, isLittle) is { } pointer
            && Find(tiff, UInt32(tiff, pointer + 8, isLittle), DateTimeOriginal, isLittle) is { } entry
            && UInt16(tiff, entry + 2, isLittle) == Ascii
            && UInt32(tiff, entry + 4, isLittle) >= DateBytes
            ? Parse(tiff, UInt32(tiff, entry + 8, isLittle))
            : null;
    }

    private static DateTime? Parse(ReadOnlySpan<byte> tiff, long offset) =>
        offset + DateBytes <= tiff.Length
        && DateTime.TryParseExact(
            Encoding.Latin1.GetString(tiff.Slice((int)offset, DateBytes)), "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    /// <summary>Where an entry of a directory lies, or null.</summary>
    private static long? Find(ReadOnlySpan<byte> tiff, long directory, ushort tag, bool isLittle)
    {
        if (directory + 2 > tiff.Length)
        {
            return null;
        }

        var entries = UInt16(tiff, directory, isLittle);
        for (var entry = directory + 2; entries > 0 && entry + EntryBytes <= tiff.Length; entry += EntryBytes, entries--)
        {
            if (UInt16(tiff, entry, isLittle) == tag)
            {
                return entry;
            }
        }

        return null;
    }

    private static bool? ByteOrder(ReadOnlySpan<byte> tiff) => tiff switch
    {
        [(byte)'I', (byte)'I', 42, 0, ..] => true,
        [(byte)'M', (byte)'M', 0, 42, ..] => false,
        _ => null,
    };

    private static ushort UInt16(ReadOnlySpan<byte> tiff, long offset, bool isLittle)
    {
        var bytes = tiff.Slice((int)offset, 2);
        return isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
    }

    private static long UInt32(ReadOnlySpan<byte> tiff, long offset, bool isLittle)
    {
        var bytes = tiff.Slice((int)offset, 4);
        return isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
