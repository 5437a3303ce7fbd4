using Eidetic.Abstractions;
using SkiaSharp;

namespace Eidetic.Data;

/// <summary>Encodes pictures for pages and tests. Safe to use from several threads.</summary>
public static class ImageWriter
{
    /// <summary>Encodes without loss as PNG.</summary>
    /// <param name="image">The picture.</param>
    public static byte[] EncodePng(RgbImage image) => Encode(image, SKEncodedImageFormat.Png, quality: 100);

    /// <summary>Encodes as JPEG.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="quality">1 (smallest) to 100 (best). Default: 85.</param>
    public static byte[] EncodeJpeg(RgbImage image, int quality = 85)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(image, SKEncodedImageFormat.Jpeg, quality);
    }

    private static byte[] Encode(RgbImage image, SKEncodedImageFormat format, int quality)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var bitmap = new SKBitmap(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var target = bitmap.GetPixelSpan();
        for (int from = 0, to = 0; from < image.Pixels.Length; from += 3, to += 4)
        {
            image.Pixels.AsSpan(from, 3).CopyTo(target[to..]);
            target[to + 3] = 255;
        }

        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
