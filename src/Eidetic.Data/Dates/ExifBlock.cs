using System.Buffers.Binary;

namespace Eidetic.Data;

/// <summary>Finds the EXIF block of an encoded picture: a TIFF structure in a segment of JPEG or a chunk of PNG or WebP.</summary>
internal static class ExifBlock
{
    private const byte App1 = 0xE1;
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    /// <summary>The TIFF structure; empty when there is none, or the picture is damaged before it.</summary>
    /// <param name="picture">The encoded picture.</param>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> picture) => ImageFormat.Sniff(picture) switch
    {
        ImageFormat.Jpeg => InJpeg(picture),
        ImageFormat.Png => InPng(picture),
        ImageFormat.WebP => InWebP(picture),
        _ => [],
    };

    private static ReadOnlySpan<byte> InJpeg(ReadOnlySpan<byte> picture)
    {
        for (var at = 2; at + 4 <= picture.Length && picture[at] == 0xFF;)
        {
            var marker = picture[at + 1];
            if (marker == 0xFF)
            {
                at++; // fill bytes before a marker
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 2)..]);
            if (marker is StartOfScan or EndOfImage || length < 2 || at + 2 + length > picture.Length)
            {
                return [];
            }

            var payload = picture.Slice(at + 4, length - 2);
            if (marker == App1 && payload.StartsWith("Exif\0\0"u8))
            {
                return payload[6..];
            }

            at += 2 + length;
        }

        return [];
    }

    // Length, type, data, checksum.
    private static ReadOnlySpan<byte> InPng(ReadOnlySpan<byte> picture)
    {
        for (long at = 8; at + 12 <= picture.Length;)
        {
            var head = picture.Slice((int)at, 8);
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (at + 12 + length > picture.Length)
            {
                return [];
            }

            if (head[4..].SequenceEqual("eXIf"u8))
            {
                return picture.Slice((int)at + 8, (int)length);
            }

            at += 12 + length;
        }

        return [];
    }

    // Type, length, data, and a byte more where the length is odd. Some writers begin the data as JPEG does.
    private static ReadOnlySpan<byte> InWebP(ReadOnlySpan<byte> picture)
    {
        for (long at = 12; at + 8 <= picture.Length;)
        {
            var head = picture.Slice((int)at, 8);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (at + 8 + length > picture.Length)
            {
                return [];
            }

            if (head.StartsWith("EXIF"u8))
            {
                var data = picture.Slice((int)at + 8, (int)length);
                return data.StartsWith("Exif\0\0"u8) ? data[6..] : data;
            }

            at += 8 + length + (length & 1);
        }

        return [];
    }
}
