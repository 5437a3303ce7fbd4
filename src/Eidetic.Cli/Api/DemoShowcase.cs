using Spectre.Console;

namespace Eidetic.Cli.Api;

/// <summary>The one place where the demo meets its pictures and its page (<c>Demo/TerminalPicture</c>, <c>Demo/DemoPage</c>).</summary>
internal sealed class DemoShowcase : IDemoShowcase
{
    public bool TryShowPictures(IAnsiConsole console, DemoAnswer answer, Func<string, Stream?> openImage) => false;

    public Task WritePageAsync(string path, DemoOutcome outcome, CancellationToken cancellationToken) => throw new NotImplementedException();
}
