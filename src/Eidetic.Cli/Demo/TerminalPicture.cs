using Eidetic.Abstractions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eidetic.Cli.Demo;

/// <summary>A picture drawn with half blocks: each character cell shows two pixels, the upper as ink and the lower as paper.</summary>
internal sealed class TerminalPicture : Renderable
{
    private const string UpperHalf = "▀";
    private readonly RgbImage _image;

    /// <summary>Shrinks the picture into a square, keeping its shape.</summary>
    /// <param name="image">The picture; composed over white already.</param>
    /// <param name="cells">Width in character cells, and twice the height in lines; at least 2 and even.</param>
    public TerminalPicture(RgbImage image, int cells)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (cells < 2 || cells % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(cells), cells, "Expected an even width of at least 2 cells.");
        }

        _image = PictureScaling.IntoSquare(image, cells);
        Cells = cells;
    }

    /// <summary>Width in character cells; also the number of pixels a side.</summary>
    public int Cells { get; }

    /// <summary>Whether the terminal shows true color and block characters.</summary>
    public static bool CanShow(IAnsiConsole console) =>
        console.Profile.Capabilities is { Ansi: true, Unicode: true, ColorSystem: ColorSystem.TrueColor };

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(Cells, Cells);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        for (var y = 0; y < Cells; y += 2)
        {
            for (var x = 0; x < Cells; x++)
            {
                yield return new Segment(UpperHalf, new Style(foreground: Pixel(x, y), background: Pixel(x, y + 1)));
            }

            yield return Segment.LineBreak;
        }
    }

    private Color Pixel(int x, int y)
    {
        var at = (y * Cells + x) * 3;
        return new Color(_image.Pixels[at], _image.Pixels[at + 1], _image.Pixels[at + 2]);
    }
}
