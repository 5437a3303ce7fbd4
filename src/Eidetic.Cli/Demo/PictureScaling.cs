using Eidetic.Abstractions;

namespace Eidetic.Cli.Demo;

/// <summary>Shrinks pictures to a handful of pixels; every source pixel counts once, so nothing flickers away.</summary>
internal static class PictureScaling
{
    /// <summary>The picture inside a white square, its shape kept.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="side">Side of the square in pixels.</param>
    public static RgbImage IntoSquare(RgbImage image, int side)
    {
        var longest = Math.Max(image.Width, image.Height);
        var width = Math.Max(1, (int)Math.Round((double)side * image.Width / longest));
        var height = Math.Max(1, (int)Math.Round((double)side * image.Height / longest));
        var left = (side - width) / 2;
        var top = (side - height) / 2;
        var pixels = new byte[side * side * 3];
        Array.Fill(pixels, byte.MaxValue);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                Average(image, Span(x, width, image.Width), Span(y, height, image.Height), pixels.AsSpan(((top + y) * side + left + x) * 3, 3));
            }
        }

        return new RgbImage(side, side, pixels);
    }

    // The source pixels a target pixel covers; at least one, also where the picture grows.
    private static (int From, int To) Span(int target, int targets, int sources)
    {
        var from = (int)((long)target * sources / targets);
        var to = (int)((long)(target + 1) * sources / targets);
        return (from, Math.Max(to, from + 1));
    }

    private static void Average(RgbImage image, (int From, int To) columns, (int From, int To) rows, Span<byte> result)
    {
        long red = 0, green = 0, blue = 0;
        for (var y = rows.From; y < rows.To; y++)
        {
            for (var x = columns.From; x < columns.To; x++)
            {
                var at = (y * image.Width + x) * 3;
                red += image.Pixels[at];
                green += image.Pixels[at + 1];
                blue += image.Pixels[at + 2];
            }
        }

        var count = (long)(rows.To - rows.From) * (columns.To - columns.From);
        result[0] = (byte)((red + count / 2) / count);
        result[1] = (byte)((green + count / 2) / count);
        result[2] = (byte)((blue + count / 2) / count);
    }
}
