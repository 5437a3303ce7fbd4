using System.Buffers.Binary;
using System.IO.Compression;

namespace Eidetic.Tests.Demo;

/// <summary>Makes small valid PNG files (RFC 2083: 8-bit RGB, no filter) without an image library.</summary>
internal static class GeneratedPng
{
    /// <summary>A disc of one color on white.</summary>
    public static byte[] Disc(int size, byte red, byte green, byte blue)
    {
        var rows = new byte[size * (size * 3 + 1)];
        for (var y = 0; y < size; y++)
        {
            var row = rows.AsSpan(y * (size * 3 + 1) + 1, size * 3);
            row.Fill(255);
            for (var x = 0; x < size; x++)
            {
                var (dx, dy) = (2 * x + 1 - size, 2 * y + 1 - size);
                if (dx * dx + dy * dy <= size * size)
                {
                    (row[x * 3], row[x * 3 + 1], row[x * 3 + 2]) = (red, green, blue);
                }
            }
        }

        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), size);
        (header[8], header[9]) = (8, 2);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Compressed(rows));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Compressed(byte[] rows)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal))
        {
            zlib.Write(rows);
        }

        return output.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. type, .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        png.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
