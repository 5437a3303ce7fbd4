using Spectre.Console;

namespace Eidetic.Cli.Api;

/// <summary>Shows what the demo found as pictures.</summary>
internal interface IDemoShowcase
{
    /// <summary>Draws the pictures of an answer's hits into the terminal.</summary>
    /// <returns>False where the terminal cannot show pictures and the names must do.</returns>
    bool TryShowPictures(IAnsiConsole console, DemoAnswer answer, Func<string, Stream?> openImage);

    /// <summary>Writes the page of results, whole or not at all.</summary>
    Task WritePageAsync(string path, DemoOutcome outcome, CancellationToken cancellationToken);
}
