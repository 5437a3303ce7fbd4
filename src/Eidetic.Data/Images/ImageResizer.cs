using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// Resizing with antialiasing. Bilinear is as torchvision's <c>antialias=True</c>: separable, in float32, rounded once at the end (Pillow
/// rounds between the passes too, so single pixels may differ by one level). Pillow's bicubic and Lanczos are bit for bit as there.
/// </summary>
public static class ImageResizer
{
    /// <summary>Brings a picture to the square an encoder takes. A picture already of that size is returned as it is.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="preprocessing">The size and how a picture that is not square becomes square.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or the fit or resampling is unknown.</exception>
    public static RgbImage Fit(RgbImage image, ImagePreprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(preprocessing);
        var size = preprocessing.Size;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(preprocessing));
        if (image.Width == size && image.Height == size)
        {
            return image;
        }

        return preprocessing.Fit switch
        {
            ImageFit.Squash => Resize(image, size, size, preprocessing.Resampling),
            ImageFit.CenterCrop when preprocessing.Resampling == ImageResampling.Bilinear => CropResized(image, size),
            ImageFit.CenterCrop => new(size, size, PillowResampler.CenterCrop(image.Pixels, image.Width, image.Height, channels: 3, size, preprocessing.Resampling)),
            _ => throw new ArgumentOutOfRangeException(nameof(preprocessing), preprocessing.Fit, "Expected Squash or CenterCrop."),
        };
    }

    /// <summary>Scales both sides, each by its own factor, with the kernel asked for.</summary>
    internal static RgbImage Resize(RgbImage image, int width, int height, ImageResampling resampling) => resampling == ImageResampling.Bilinear
        ? Resize(image, width, height)
        : PillowResampler.Resize(image, width, height, resampling);

    /// <summary>Scales both sides, each by its own factor, bilinearly.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Width wanted, in pixels.</param>
    /// <param name="height">Height wanted, in pixels.</param>
    public static RgbImage Resize(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return image.Width == width && image.Height == height
            ? image
            : Apply(image, new(image.Width, width, 0, width), width, new(image.Height, height, 0, height), height);
    }

    /// <summary>Shrinks a picture so that its longer side has at most so many pixels; keeps the aspect ratio, never enlarges.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="longestSide">Most pixels of the longer side.</param>
    public static RgbImage Thumbnail(RgbImage image, int longestSide)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longestSide);
        var longer = Math.Max(image.Width, image.Height);
        return longer <= longestSide ? image : Resize(image, Scaled(image.Width), Scaled(image.Height));

        int Scaled(int side) => Math.Max(1, (int)Math.Round((double)side * longestSide / longer));
    }

    /// <summary>Shorter side to <paramref name="size"/>, then the middle; only the part that is kept is computed. Rounds as torchvision does.</summary>
    private static RgbImage CropResized(RgbImage image, int size)
    {
        var shorter = Math.Min(image.Width, image.Height);
        return Apply(image, Middle(image.Width), size, Middle(image.Height), size);

        TriangleFilter Middle(int side)
        {
            var scaled = (long)size * side / shorter;
            return new TriangleFilter(side, scaled, (long)Math.Round((scaled - size) / 2.0), size);
        }
    }

    /// <summary>Rows first: each output row is a weighted sum of whole input rows, which vectorizes; then columns of that one row.</summary>
    private static RgbImage Apply(RgbImage image, TriangleFilter columns, int width, TriangleFilter rows, int height)
    {
        var stride = 3 * image.Width;
        var pixels = GC.AllocateUninitializedArray<byte>(checked(3 * width * height));
        var row = new float[stride];
        var sum = new float[stride];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(sum);
            var weights = rows.Weights(y);
            for (var k = 0; k < weights.Length; k++)
            {
                TensorPrimitives.ConvertTruncating<byte, float>(image.Pixels.AsSpan((rows.Start(y) + k) * stride, stride), row);
                TensorPrimitives.MultiplyAdd(row, weights[k], sum, sum);
            }

            ShrinkRow(sum, columns, pixels.AsSpan(3 * y * width, 3 * width));
        }

        return new RgbImage(width, height, pixels);
    }

    private static void ShrinkRow(ReadOnlySpan<float> row, TriangleFilter columns, Span<byte> output)
    {
        for (var x = 0; x < output.Length / 3; x++)
        {
            var (red, green, blue) = (0f, 0f, 0f);
            var from = row[(3 * columns.Start(x))..];
            foreach (var weight in columns.Weights(x))
            {
                red += weight * from[0];
                green += weight * from[1];
                blue += weight * from[2];
                from = from[3..];
            }

            output[3 * x] = ToByte(red);
            output[3 * x + 1] = ToByte(green);
            output[3 * x + 2] = ToByte(blue);
        }
    }

    private static byte ToByte(float value) => (byte)Math.Clamp(value + 0.5f, 0f, 255f);
}
