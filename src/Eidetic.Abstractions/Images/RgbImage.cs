namespace Eidetic.Abstractions;

/// <summary>A decoded picture: 8 bits a channel, no alpha (composed over white), upright (EXIF orientation applied).</summary>
public sealed class RgbImage
{
    /// <summary>Takes ownership of the pixels.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">uint8 [height, width, 3], row by row, red first.</param>
    /// <exception cref="ArgumentException">The length is not <c>width * height * 3</c>.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != 3L * width * height)
        {
            throw new ArgumentException($"Expected {3L * width * height} bytes for {width}x{height} RGB pixels, got {pixels.LongLength}.", nameof(pixels));
        }

        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>uint8 [height, width, 3], row by row, red first.</summary>
    public byte[] Pixels { get; }
}
