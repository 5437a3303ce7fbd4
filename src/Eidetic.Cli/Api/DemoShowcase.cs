using Eidetic.Abstractions;
using Eidetic.Cli.Demo;
using Eidetic.Cli.Rendering;
using Eidetic.Data;
using Spectre.Console;

namespace Eidetic.Cli.Api;

/// <summary>Shows the demo's pictures in a terminal that can, and writes its page.</summary>
internal sealed class DemoShowcase : IDemoShowcase
{
    private readonly ImageDecoder _decoder = new();

    public bool TryShowPictures(IAnsiConsole console, DemoAnswer answer, Func<string, Stream?> openImage)
    {
        if (!TerminalPicture.CanShow(console))
        {
            return false;
        }

        console.Write(new Text(answer.Query, new Style(decoration: Decoration.Italic)));
        console.WriteLine();
        TerminalGallery.Write(
            console, [.. answer.Hits.Select(hit => (Decode(hit.Key, openImage), Display.Probability(hit.Probability)))], cells: 12);
        return true;
    }

    public Task WritePageAsync(string path, DemoOutcome outcome, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DemoPage.Write(path, DemoPageContent.From(outcome));
        return Task.CompletedTask;
    }

    private RgbImage? Decode(string key, Func<string, Stream?> openImage)
    {
        var bytes = DemoPageContent.ReadPicture(key, openImage);
        return bytes.Length == 0 ? null : _decoder.Decode(bytes, key);
    }
}
