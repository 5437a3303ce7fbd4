using Eidetic.Abstractions;
using Eidetic.Cli.Demo;
using Spectre.Console;

namespace Eidetic.Tests.Demo;

public sealed class TerminalGalleryTests
{
    private static readonly RgbImage Red = OneColor(8, 8, 200, 10, 20);

    [Fact]
    public void Pictures_stand_side_by_side_with_their_captions_below()
    {
        var output = Write(trueColor: true, width: 40, [(Red, "red one"), (Red, "red two")]);

        var lines = output.TrimEnd('\n').Split('\n');
        lines.Should().HaveCount(5, "8 pixels are 4 lines, and one for the captions");
        lines[..4].Should().OnlyContain(line => line.Contains("▀▀▀▀▀▀▀▀") && line.Contains("38;2;200;10;20;48;2;200;10;20"));
        lines[4].TrimEnd().Should().Be("red one   red two");
    }

    [Fact]
    public void A_narrow_terminal_gets_several_rows()
    {
        var output = Write(trueColor: true, width: 18, [(Red, "one"), (Red, "two"), (Red, "three")]);

        output.TrimEnd('\n').Split('\n').Should().HaveCount(10);
    }

    [Fact]
    public void Without_true_color_the_captions_are_the_answer()
    {
        var output = Write(trueColor: false, width: 40, [(Red, "one [bold]\ntwo"), (null, "three")]);

        output.Should().Be("one [bold] two\nthree\n");
    }

    [Fact]
    public void A_long_caption_wraps_under_its_own_picture()
    {
        var output = Write(trueColor: true, width: 40, [(Red, "a red disc"), (Red, "next")]);

        var lines = output.TrimEnd('\n').Split('\n');
        lines[^2].TrimEnd().Should().Be("a red     next");
        lines[^1].TrimEnd().Should().Be("disc");
    }

    [Theory]
    [InlineData(16, 4)]
    [InlineData(4, 16)]
    public void A_picture_keeps_its_shape_inside_a_white_square(int width, int height)
    {
        var square = PictureScaling.IntoSquare(OneColor(width, height, 0, 0, 0), 8);

        square.Pixels.Chunk(3).Count(pixel => pixel.All(value => value == 0)).Should().Be(8 * 2, "a quarter of the square is black");
        square.Pixels[..3].Should().Equal(255, 255, 255);
    }

    [Fact]
    public void Shrinking_averages_every_source_pixel()
    {
        var image = new RgbImage(2, 2, [0, 0, 0, 100, 0, 0, 200, 0, 0, 100, 0, 40]);

        var pixel = PictureScaling.IntoSquare(image, 1).Pixels;

        pixel.Should().Equal(100, 0, 10);
    }

    [Fact]
    public void An_odd_width_is_refused()
    {
        var making = () => new TerminalPicture(Red, 7);

        making.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Expected an even width*");
    }

    private static string Write(bool trueColor, int width, (RgbImage?, string)[] pictures)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = trueColor ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = trueColor ? ColorSystemSupport.TrueColor : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        TerminalGallery.Write(console, pictures, cells: 8);
        return writer.ToString().Replace("\r\n", "\n");
    }

    private static RgbImage OneColor(int width, int height, byte red, byte green, byte blue) =>
        new(width, height, [.. Enumerable.Repeat<byte[]>([red, green, blue], width * height).SelectMany(pixel => pixel)]);
}
