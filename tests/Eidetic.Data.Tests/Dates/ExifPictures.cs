using System.Buffers.Binary;
using System.Text;

namespace Eidetic.Data.Tests;

/// <summary>Makes pictures whose EXIF block tells when they were taken.</summary>
internal static class ExifPictures
{
    /// <summary>Where the value of DateTimeOriginal lies in <see cref="Tiff"/>.</summary>
    public const int DateOffset = 8 + 2 + (2 * 12) + 4 + 2 + 12 + 4;

    /// <summary>A TIFF structure of an orientation, a pointer to the EXIF directory, and in that DateTimeOriginal.</summary>
    public static byte[] Tiff(string date, bool isLittle = true, ushort type = 2)
    {
        var bytes = new List<byte>(isLittle ? "II*\0"u8.ToArray() : "MM\0*"u8.ToArray());
        U32(8);
        U16(2);
        Entry(0x0112, 3, 1, isLittle ? 1u : 1u << 16);
        Entry(0x8769, 4, 1, 8 + 2 + (2 * 12) + 4);
        U32(0);
        U16(1);
        Entry(0x9003, type, (uint)date.Length + 1, DateOffset);
        U32(0);
        bytes.AddRange(Encoding.Latin1.GetBytes(date + "\0"));
        return [.. bytes];

        void Entry(ushort tag, ushort kind, uint count, uint value)
        {
            U16(tag);
            U16(kind);
            U32(count);
            U32(value);
        }

        void U16(ushort value)
        {
            var two = new byte[2];
            if (isLittle)
                BinaryPrimitives.WriteUInt16LittleEndian(two, value);
            else
                BinaryPrimitives.WriteUInt16BigEndian(two, value);
            bytes.AddRange(two);
        }

        void U32(uint value)
        {
            var four = new byte[4];
            if (isLittle)
                BinaryPrimitives.WriteUInt32LittleEndian(four, value);
            else
                BinaryPrimitives.WriteUInt32BigEndian(four, value);
            bytes.AddRange(four);
        }
    }

    /// <summary>Behind another segment and fill bytes, as cameras and programs write it.</summary>
    public static byte[] Jpeg(byte[] tiff)
    {
        byte[] payload = [.. "Exif\0\0"u8, .. tiff];
        var jpeg = Pictures.Encode(Pictures.Quartered(8, 8), "jpg");
        return
        [
            0xFF, 0xD8, 0xFF, 0xE1, 0, 6, .. "http"u8,
            0xFF, 0xFF, 0xFF, 0xE1, 0, (byte)(payload.Length + 2), .. payload, .. jpeg.AsSpan(2),
        ];
    }

    public static byte[] Png(byte[] tiff)
    {
        var png = Pictures.Png();
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, tiff.Length);
        return [.. png.AsSpan(0, 33), .. length, .. "eXIf"u8, .. tiff, 0, 0, 0, 0, .. png.AsSpan(33)];
    }

    public static byte[] WebP(byte[] tiff)
    {
        var webp = Pictures.Encode(Pictures.Quartered(8, 8), "webp");
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, tiff.Length);
        return [.. webp, .. "EXIF"u8, .. length, .. tiff];
    }
}
