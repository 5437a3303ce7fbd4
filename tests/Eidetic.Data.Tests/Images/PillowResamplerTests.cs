using System.Globalization;
using Eidetic.Abstractions;
using SkiaSharp;

namespace Eidetic.Data.Tests;

/// <summary>Against Pillow and torchvision, to the bit.</summary>
public sealed class PillowResamplerTests
{
    private static readonly FixtureTensors Expected = new("clip-preprocess", "expected.safetensors");

    public static TheoryData<string> Cases => [.. Expected.Names.Where(name => name.Contains(".u8_", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Clip_resizes_and_crops_as_the_reference_does(string name)
    {
        var size = int.Parse(name[(name.LastIndexOf('_') + 1)..], CultureInfo.InvariantCulture);
        var (pixels, width, height, channels) = Read(name.Split('.')[0] + ".png");

        var cropped = PillowResampler.CenterCrop(pixels, width, height, channels, size, ImageResampling.PillowBicubic);

        ToRgb(cropped, channels).Should().Equal(Expected.Bytes(name));
    }

    [Fact]
    public void The_public_resizer_gives_the_same_for_rgb()
    {
        var (pixels, width, height, _) = Read("rgb_427x283.png");
        var preprocessing = new ImagePreprocessing { Size = 48, Fit = ImageFit.CenterCrop, Resampling = ImageResampling.PillowBicubic };

        var fitted = ImageResizer.Fit(new RgbImage(width, height, pixels), preprocessing);

        fitted.Pixels.Should().Equal(Expected.Bytes("rgb_427x283.u8_48"));
    }

    [Theory]
    [InlineData(ImageResampling.PillowBicubic)]
    [InlineData(ImageResampling.PillowLanczos)]
    public void A_plain_picture_stays_plain_at_any_size(ImageResampling resampling)
    {
        var image = Pictures.Draw(37, 23, (_, _) => (3, 128, 255));

        var resized = ImageResizer.Fit(image, new ImagePreprocessing { Size = 11, Resampling = resampling });

        resized.Pixels.Should().Equal(Pictures.Draw(11, 11, (_, _) => (3, 128, 255)).Pixels);
    }

    [Fact]
    public void Every_resampling_gives_another_picture()
    {
        var image = Pictures.Noise(40, 30, seed: 5);

        var results = Enum.GetValues<ImageResampling>()
            .Select(resampling => Convert.ToHexString(ImageResizer.Fit(image, new ImagePreprocessing { Size = 16, Resampling = resampling }).Pixels));

        results.Should().OnlyHaveUniqueItems();
    }

    private static (byte[] Pixels, int Width, int Height, int Channels) Read(string file)
    {
        var path = FixtureTensors.PathOf("clip-preprocess", file);
        var channels = file.StartsWith("gray", StringComparison.Ordinal) ? 1 : file.StartsWith("rgba", StringComparison.Ordinal) ? 4 : 3;
        using var bitmap = SKBitmap.Decode(path, new SKImageInfo { ColorType = SKColorType.Rgba8888, AlphaType = SKAlphaType.Unpremul }
            .WithSize(SKBitmap.DecodeBounds(path).Size));
        var rgba = bitmap.GetPixelSpan().ToArray();
        return ([.. rgba.Where((_, i) => i % 4 < channels)], bitmap.Width, bitmap.Height, channels);
    }

    private static byte[] ToRgb(byte[] pixels, int channels) => channels switch
    {
        1 => [.. pixels.SelectMany(value => new[] { value, value, value })],
        4 => [.. pixels.Where((_, i) => i % 4 < 3)],
        _ => pixels,
    };
}
