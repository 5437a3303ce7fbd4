using Eidetic.Abstractions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Eidetic.Cli.Demo;

/// <summary>Several pictures side by side with captions under them, or the captions alone where the terminal cannot show pictures.</summary>
internal static class TerminalGallery
{
    private const int Gap = 2;

    /// <summary>Writes the pictures, in as many rows as the terminal's width asks for.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="pictures">The pictures in order; one that is null shows its caption only.</param>
    /// <param name="cells">Width of a picture in character cells; even.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<(RgbImage? Picture, string Caption)> pictures, int cells = 16)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(pictures);
        if (!TerminalPicture.CanShow(console))
        {
            foreach (var (_, caption) in pictures)
            {
                console.WriteLine(caption.ReplaceLineEndings(" "));
            }

            return;
        }

        var across = Math.Max(1, (console.Profile.Width + Gap) / (cells + Gap));
        foreach (var row in pictures.Chunk(across))
        {
            console.Write(Row(row, cells));
        }
    }

    private static Grid Row((RgbImage? Picture, string Caption)[] pictures, int cells)
    {
        var grid = new Grid();
        foreach (var _ in pictures)
        {
            grid.AddColumn(new GridColumn { Width = cells, Padding = new Padding(left: 0, top: 0, right: Gap, bottom: 0) });
        }

        grid.AddRow([.. pictures.Select(entry =>
            entry.Picture is null ? (IRenderable)Text.Empty : new TerminalPicture(entry.Picture, cells))]);
        return grid.AddRow([.. pictures.Select(entry => new Text(entry.Caption.ReplaceLineEndings(" ")))]);
    }
}
