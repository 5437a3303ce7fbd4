namespace Eidetic.Abstractions.Tests.Images;

public sealed class RgbImageTests
{
    [Fact]
    public void A_picture_keeps_its_size_and_pixels()
    {
        var image = new RgbImage(width: 2, height: 1, pixels: [1, 2, 3, 4, 5, 6]);

        (image.Width, image.Height).Should().Be((2, 1));
        image.Pixels.Should().Equal(1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Pixels_that_do_not_fit_the_size_are_refused()
    {
        var making = () => new RgbImage(width: 2, height: 2, pixels: new byte[9]);

        making.Should().Throw<ArgumentException>().WithMessage("Expected 12 bytes for 2x2 RGB pixels, got 9.*");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, -1)]
    public void A_picture_has_at_least_one_pixel(int width, int height)
    {
        var making = () => new RgbImage(width, height, pixels: []);

        making.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_size_that_overflows_is_refused_and_not_wrapped_around()
    {
        var making = () => new RgbImage(width: 65_536, height: 65_536, pixels: []);

        making.Should().Throw<ArgumentException>().WithMessage("Expected 12884901888 bytes*");
    }

    [Fact]
    public void A_picture_is_squashed_unless_asked_otherwise() => new ImagePreprocessing { Size = 224 }.Fit.Should().Be(ImageFit.Squash);
}
