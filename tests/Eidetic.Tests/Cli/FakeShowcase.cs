using Eidetic.Cli.Api;
using Spectre.Console;

namespace Eidetic.Tests.Cli;

/// <summary>Keeps the page that would have been written.</summary>
internal sealed class FakeShowcase : IDemoShowcase
{
    public bool ShowsPictures { get; init; }

    public string? Page { get; private set; }

    public DemoOutcome? Outcome { get; private set; }

    public bool TryShowPictures(IAnsiConsole console, DemoAnswer answer, Func<string, Stream?> openImage) => ShowsPictures;

    public Task WritePageAsync(string path, DemoOutcome outcome, CancellationToken cancellationToken)
    {
        Page = path;
        Outcome = outcome;
        return Task.CompletedTask;
    }
}
