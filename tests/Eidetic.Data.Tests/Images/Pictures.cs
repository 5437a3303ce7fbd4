using System.Buffers.Binary;
using Eidetic.Abstractions;
using SkiaSharp;

namespace Eidetic.Data.Tests;

/// <summary>Makes the pictures the tests read: four coloured quarters, so that every turn and mirror shows.</summary>
internal static class Pictures
{
    private static readonly (byte R, byte G, byte B)[] Quarters = [(220, 30, 30), (30, 200, 40), (40, 50, 210), (230, 220, 60)];

    public static RgbImage Quartered(int width, int height) => Draw(width, height, (x, y) => Quarters[(2 * x / width) + (2 * (2 * y / height))]);

    public static RgbImage Draw(int width, int height, Func<int, int, (byte R, byte G, byte B)> color)
    {
        var pixels = new byte[3 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            (pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]) = color(i % width, i / width);
        }

        return new RgbImage(width, height, pixels);
    }

    public static RgbImage Noise(int width, int height, int seed)
    {
        var pixels = new byte[3 * width * height];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    public static byte[] Encode(RgbImage image, string format) => format switch
    {
        "png" => ImageWriter.EncodePng(image),
        "jpg" => ImageWriter.EncodeJpeg(image, quality: 95),
        "webp" => Skia(image, SKEncodedImageFormat.Webp),
        "gif" => GifPicture.Encode(image),
        "bmp" => Bmp(image),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Expected png, jpg, webp, gif or bmp."),
    };

    public static byte[] Png(int width = 8, int height = 8, int seed = 1) => ImageWriter.EncodePng(Noise(width, height, seed));

    /// <summary>A PNG of one colour with alpha.</summary>
    public static byte[] Translucent(string format, SKColor color)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(6, 4, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Erase(color);
        using var data = bitmap.Encode(format == "png" ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Webp, 100);
        return data.ToArray();
    }

    /// <summary>Puts an EXIF segment with only an orientation behind the start-of-image marker.</summary>
    public static byte[] WithOrientation(byte[] jpeg, ushort orientation)
    {
        byte[] tiff = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];
        byte[] payload = [.. "Exif\0\0"u8, .. tiff];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(payload.Length + 2), .. payload, .. jpeg.AsSpan(2)];
    }

    /// <summary>A PNG whose header claims a size its data does not have; checksums are right.</summary>
    public static byte[] PngClaiming(int width, int height)
    {
        var png = Png();
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
        return png;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
            }
        }

        return ~crc;
    }

    private static byte[] Skia(RgbImage image, SKEncodedImageFormat format)
    {
        using var bitmap = SKBitmap.Decode(ImageWriter.EncodePng(image));
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    private static byte[] Bmp(RgbImage image)
    {
        var stride = (3 * image.Width + 3) / 4 * 4;
        var bytes = new byte[54 + stride * image.Height];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), image.Height);
        bytes[26] = 1;
        bytes[28] = 24;
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            var to = 54 + (image.Height - 1 - i / image.Width) * stride + 3 * (i % image.Width);
            (bytes[to], bytes[to + 1], bytes[to + 2]) = (image.Pixels[3 * i + 2], image.Pixels[3 * i + 1], image.Pixels[3 * i]);
        }

        return bytes;
    }
}
