using Eidetic.Abstractions;
using SkiaSharp;

namespace Eidetic.Data;

/// <summary>Turns a codec's RGBA rows into upright RGB over white, in one pass.</summary>
internal static class PixelCopy
{
    /// <param name="source">uint8 [height, width, 4], straight (not premultiplied) alpha.</param>
    /// <param name="width">Stored width, before orientation.</param>
    /// <param name="height">Stored height, before orientation.</param>
    /// <param name="origin">How the stored picture must be turned to stand upright.</param>
    public static RgbImage ToUprightRgb(ReadOnlySpan<byte> source, int width, int height, SKEncodedOrigin origin)
    {
        var (uprightWidth, uprightHeight) = Turns(origin) ? (height, width) : (width, height);
        var pixels = GC.AllocateUninitializedArray<byte>(checked(3 * uprightWidth * uprightHeight));
        var (start, acrossStep, downStep) = Walk(origin, width, height);
        for (var y = 0; y < height; y++)
        {
            var row = source.Slice(4 * y * width, 4 * width);
            var to = 3 * (start + y * downStep);
            for (var x = 0; x < row.Length; x += 4, to += 3 * acrossStep)
            {
                int alpha = row[x + 3];
                pixels[to] = OverWhite(row[x], alpha);
                pixels[to + 1] = OverWhite(row[x + 1], alpha);
                pixels[to + 2] = OverWhite(row[x + 2], alpha);
            }
        }

        return new RgbImage(uprightWidth, uprightHeight, pixels);
    }

    /// <summary>True when width and height change places.</summary>
    public static bool Turns(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    /// <summary>Where the first stored pixel lands, and how far (in upright pixels) one stored pixel to the right and one down moves.</summary>
    private static (int Start, int Across, int Down) Walk(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => (width - 1, -1, width),
        SKEncodedOrigin.BottomRight => (width * height - 1, -1, -width),
        SKEncodedOrigin.BottomLeft => (width * (height - 1), 1, -width),
        SKEncodedOrigin.LeftTop => (0, height, 1),
        SKEncodedOrigin.RightTop => (height - 1, height, -1),
        SKEncodedOrigin.RightBottom => (width * height - 1, -height, -1),
        SKEncodedOrigin.LeftBottom => (height * (width - 1), -height, 1),
        _ => (0, 1, width),
    };

    private static byte OverWhite(int value, int alpha) => (byte)((value * alpha + 255 * (255 - alpha) + 127) / 255);
}
