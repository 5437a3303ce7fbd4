using CsCheck;
using Eidetic.Abstractions;
using SkiaSharp;

namespace Eidetic.Data.Tests;

public sealed class ImageDecoderTests
{
    private readonly ImageDecoder _decoder = new();

    [Theory]
    [InlineData("png", 0)]
    [InlineData("bmp", 0)]
    [InlineData("gif", 0)]
    [InlineData("jpg", 12)]
    [InlineData("webp", 12)]
    public void Every_format_gives_its_pixels(string format, int tolerance)
    {
        var picture = Pictures.Quartered(48, 32);

        var decoded = _decoder.Decode(Pictures.Encode(picture, format), "picture");

        (decoded.Width, decoded.Height).Should().Be((48, 32));
        QuarterCenters(decoded).Should().OnlyContain(c => Distance(c.Color, At(picture, c.X, c.Y)) <= tolerance);
    }

    [Fact]
    public void A_gif_gives_its_first_frame()
    {
        var first = Pictures.Quartered(20, 10);
        var second = Pictures.Draw(20, 10, (_, _) => (1, 2, 3));

        var decoded = _decoder.Decode(GifPicture.Encode(first, second), "moving.gif");

        decoded.Pixels.Should().Equal(first.Pixels);
    }

    // EXIF 2.3, tag 0x0112: which visual side the stored row 0 and the stored column 0 are.
    [Theory]
    [InlineData(1, "top", "left")]
    [InlineData(2, "top", "right")]
    [InlineData(3, "bottom", "right")]
    [InlineData(4, "bottom", "left")]
    [InlineData(5, "left", "top")]
    [InlineData(6, "right", "top")]
    [InlineData(7, "right", "bottom")]
    [InlineData(8, "left", "bottom")]
    public void Every_orientation_is_turned_upright(int orientation, string row0, string column0)
    {
        var upright = Pictures.Quartered(48, 32);
        var jpeg = Pictures.WithOrientation(ImageWriter.EncodeJpeg(Stored(upright, row0, column0), 95), (ushort)orientation);

        var decoded = _decoder.Decode(jpeg, "turned.jpg");
        var header = _decoder.ReadHeader(jpeg, "turned.jpg");

        header.Should().Be(new ImageHeader(48, 32));
        (decoded.Width, decoded.Height).Should().Be((48, 32));
        QuarterCenters(decoded).Should().OnlyContain(c => Distance(c.Color, At(upright, c.X, c.Y)) <= 12);
    }

    [Theory]
    [InlineData("png", 0, 255)]
    [InlineData("png", 255, 0)]
    [InlineData("png", 51, 204)]
    [InlineData("webp", 0, 255)]
    public void Alpha_is_composed_over_white(string format, byte alpha, byte expected)
    {
        var black = Pictures.Translucent(format, new SKColor(0, 0, 0, alpha));

        var decoded = _decoder.Decode(black, "glass");

        decoded.Pixels.Should().OnlyContain(value => value == expected);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("bmp")]
    [InlineData("gif")]
    public void A_file_cut_in_half_is_refused(string format)
    {
        var whole = Pictures.Encode(Pictures.Draw(64, 64, (x, y) => ((byte)(x / 8 * 16), (byte)(y / 8 * 16), 7)), format);

        var decode = () => _decoder.Decode(whole.AsSpan(0, whole.Length / 2), "half");

        decode.Should().Throw<ImageDecodeException>().Which.Item.Should().Be("half");
    }

    [Theory]
    [InlineData("jpg", 0.9)]
    [InlineData("jpg", 0.98)]
    [InlineData("png", 0.9)]
    [InlineData("webp", 0.9)]
    [InlineData("bmp", 0.98)]
    public void A_download_that_broke_off_near_the_end_is_refused(string format, double share)
    {
        var whole = Pictures.Encode(Pictures.Noise(96, 96, seed: 4), format);

        var decode = () => _decoder.Decode(whole.AsSpan(0, (int)(share * whole.Length)), "broken");

        decode.Should().Throw<ImageDecodeException>();
    }

    [Fact]
    public void An_empty_file_is_refused_in_one_sentence()
    {
        var decode = () => _decoder.Decode([], "empty.png");

        decode.Should().Throw<ImageDecodeException>().WithMessage("The file is empty (0 bytes); expected a JPEG, PNG, WebP, GIF or BMP picture.");
    }

    [Fact]
    public void Text_named_jpg_is_refused()
    {
        var decode = () => _decoder.Decode("hello, I am a letter"u8, "letter.jpg");

        decode.Should().Throw<ImageDecodeException>().WithMessage("The file is not a JPEG, PNG, WebP, GIF or BMP picture*");
    }

    [Fact]
    public void A_pixel_bomb_is_refused_by_its_header()
    {
        var bomb = Pictures.PngClaiming(60_000, 60_000);

        var decode = () => _decoder.Decode(bomb, "bomb.png");
        var header = () => _decoder.ReadHeader(bomb, "bomb.png");

        decode.Should().Throw<ImageDecodeException>().WithMessage("*60000x60000*at most 100000000 pixels*");
        header.Should().Throw<ImageDecodeException>();
    }

    [Fact]
    public void The_limits_are_options()
    {
        var png = Pictures.Png(10, 10);

        var byPixels = () => new ImageDecoder(new ImageDecoderOptions { MaxPixels = 99 }).Decode(png, "a.png");
        var byBytes = () => new ImageDecoder(new ImageDecoderOptions { MaxBytes = png.Length - 1 }).Decode(png, "a.png");
        var exact = new ImageDecoder(new ImageDecoderOptions { MaxPixels = 100, MaxBytes = png.Length }).Decode(png, "a.png");

        byPixels.Should().Throw<ImageDecodeException>().WithMessage("*10x10*99*");
        byBytes.Should().Throw<ImageDecodeException>().WithMessage("*bytes*");
        exact.Width.Should().Be(10);
    }

    [Fact]
    public void A_large_jpeg_decoded_reduced_looks_like_the_whole()
    {
        var picture = Pictures.Draw(1600, 1200, (x, y) => ((byte)(x * 255 / 1600), (byte)(y * 255 / 1200), (byte)(128 + 100 * Math.Sin(x / 90.0))));
        var jpeg = ImageWriter.EncodeJpeg(picture, 95);
        var preprocessing = new ImagePreprocessing { Size = 64 };

        var reduced = _decoder.DecodeFitted(jpeg, "large.jpg", preprocessing, out var header);
        var whole = ImageResizer.Fit(_decoder.Decode(jpeg, "large.jpg"), preprocessing);

        header.Should().Be(new ImageHeader(1600, 1200));
        reduced.Pixels.Zip(whole.Pixels, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThanOrEqualTo(4);
    }

    [Fact]
    public void A_written_png_reads_back_bit_for_bit()
    {
        var picture = Pictures.Noise(31, 17, seed: 5);

        var decoded = _decoder.Decode(ImageWriter.EncodePng(picture), "noise.png");

        decoded.Pixels.Should().Equal(picture.Pixels);
    }

    [Fact]
    public void Damaged_bytes_give_a_picture_or_a_decode_exception_and_nothing_else()
    {
        var formats = new[] { "jpg", "png", "webp", "gif", "bmp" };
        var wholes = formats.Select(format => Pictures.Encode(Pictures.Quartered(24, 16), format)).ToArray();
        var decoder = new ImageDecoder(new ImageDecoderOptions { MaxPixels = 1_000_000 });

        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 1 << 20]).Sample((format, at, value, length) =>
        {
            var whole = wholes[format];
            var damaged = whole.AsSpan(0, 16 + length % (whole.Length - 15)).ToArray();
            damaged[at % damaged.Length] = value;

            try
            {
                return decoder.Decode(damaged, "damaged").Width > 0;
            }
            catch (ImageDecodeException)
            {
                return true;
            }
        }, iter: 1000);
    }

    private static RgbImage Stored(RgbImage upright, string row0, string column0)
    {
        var turned = row0 is "left" or "right";
        var (width, height) = turned ? (upright.Height, upright.Width) : (upright.Width, upright.Height);
        return Pictures.Draw(width, height, (column, row) =>
        {
            var (x, y) = (0, 0);
            Place(row0, row);
            Place(column0, column);
            return At(upright, x, y);

            void Place(string side, int distance)
            {
                switch (side)
                {
                    case "top": y = distance; break;
                    case "bottom": y = upright.Height - 1 - distance; break;
                    case "left": x = distance; break;
                    default: x = upright.Width - 1 - distance; break;
                }
            }
        });
    }

    private static IEnumerable<(int X, int Y, (byte R, byte G, byte B) Color)> QuarterCenters(RgbImage image) =>
        from x in new[] { image.Width / 4, 3 * image.Width / 4 }
        from y in new[] { image.Height / 4, 3 * image.Height / 4 }
        select (x, y, At(image, x, y));

    private static (byte R, byte G, byte B) At(RgbImage image, int x, int y)
    {
        var pixel = image.Pixels.AsSpan(3 * (y * image.Width + x), 3);
        return (pixel[0], pixel[1], pixel[2]);
    }

    private static int Distance((byte R, byte G, byte B) a, (byte R, byte G, byte B) b) =>
        Math.Max(Math.Abs(a.R - b.R), Math.Max(Math.Abs(a.G - b.G), Math.Abs(a.B - b.B)));
}
