using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class ImageResizerTests
{
    [Fact]
    public void Resizing_equals_the_direct_two_dimensional_sum()
    {
        var sizes = Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 24], Gen.Int[1, 24], Gen.Int[0, 1000]);

        sizes.Sample((width, height, toWidth, toHeight, seed) =>
        {
            var image = Pictures.Noise(width, height, seed);

            var resized = ImageResizer.Resize(image, toWidth, toHeight);

            for (var i = 0; i < resized.Pixels.Length; i++)
            {
                var expected = Direct(image, toWidth, toHeight, i / 3 % toWidth, i / 3 / toWidth, i % 3);
                Math.Abs(resized.Pixels[i] - expected).Should().BeLessThanOrEqualTo(0.5 + 1e-3);
            }
        }, iter: 60);
    }

    [Fact]
    public void Halving_a_row_weighs_each_pixel_by_its_distance()
    {
        var image = Pictures.Draw(4, 1, (x, _) => ((byte)(x == 1 ? 255 : 0), 0, 0));

        var halved = ImageResizer.Resize(image, 2, 1);

        // By hand: half-width 2, centers 1 and 3: weights 3/7, 3/7, 1/7 and 1/7, 3/7, 3/7.
        halved.Pixels.Should().Equal(109, 0, 0, 36, 0, 0);
    }

    [Fact]
    public void A_picture_already_at_size_passes_through()
    {
        var image = Pictures.Noise(24, 24, seed: 1);

        ImageResizer.Fit(image, new ImagePreprocessing { Size = 24 }).Should().BeSameAs(image);
        ImageResizer.Fit(image, new ImagePreprocessing { Size = 24, Fit = ImageFit.CenterCrop }).Should().BeSameAs(image);
    }

    [Theory]
    [InlineData(40, 20)]
    [InlineData(20, 41)]
    [InlineData(7, 31)]
    public void A_center_crop_is_the_middle_of_the_whole_resized(int width, int height)
    {
        var image = Pictures.Noise(width, height, seed: 2);
        var shorter = Math.Min(width, height);
        var (scaledWidth, scaledHeight) = (10 * width / shorter, 10 * height / shorter);

        var cropped = ImageResizer.Fit(image, new ImagePreprocessing { Size = 10, Fit = ImageFit.CenterCrop });

        var whole = ImageResizer.Resize(image, scaledWidth, scaledHeight);
        var left = (int)Math.Round((scaledWidth - 10) / 2.0);
        var top = (int)Math.Round((scaledHeight - 10) / 2.0);
        cropped.Pixels.Should().Equal(Pictures.Draw(10, 10, (x, y) =>
        {
            var from = 3 * ((y + top) * scaledWidth + x + left);
            return (whole.Pixels[from], whole.Pixels[from + 1], whole.Pixels[from + 2]);
        }).Pixels);
    }

    [Fact]
    public void Squashing_keeps_the_whole_picture()
    {
        var image = Pictures.Quartered(60, 20);

        var squashed = ImageResizer.Fit(image, new ImagePreprocessing { Size = 10 });

        (squashed.Width, squashed.Height).Should().Be((10, 10));
        squashed.Pixels[..3].Should().Equal(image.Pixels[..3]);
        squashed.Pixels[^3..].Should().Equal(image.Pixels[^3..]);
    }

    [Theory]
    [InlineData(400, 100, 64, 64, 16)]
    [InlineData(100, 400, 64, 16, 64)]
    [InlineData(50, 40, 64, 50, 40)]
    [InlineData(4000, 1, 64, 64, 1)]
    public void A_thumbnail_keeps_the_aspect_ratio_and_never_grows(int width, int height, int longest, int expectedWidth, int expectedHeight)
    {
        var thumbnail = ImageResizer.Thumbnail(Pictures.Noise(width, height, seed: 3), longest);

        (thumbnail.Width, thumbnail.Height).Should().Be((expectedWidth, expectedHeight));
    }

    /// <summary>The weighted mean over every input pixel, straight from the definition of the triangle filter, in double.</summary>
    private static double Direct(RgbImage image, int toWidth, int toHeight, int x, int y, int channel)
    {
        var (sum, total) = (0.0, 0.0);
        for (var row = 0; row < image.Height; row++)
        {
            for (var column = 0; column < image.Width; column++)
            {
                var weight = Weight(column, x, image.Width, toWidth) * Weight(row, y, image.Height, toHeight);
                sum += weight * image.Pixels[3 * (row * image.Width + column) + channel];
                total += weight;
            }
        }

        return sum / total;
    }

    private static double Weight(int input, int output, int inputs, int outputs)
    {
        var scale = (double)inputs / outputs;
        return Math.Max(0, 1 - Math.Abs(input + 0.5 - (output + 0.5) * scale) / Math.Max(1, scale));
    }
}
