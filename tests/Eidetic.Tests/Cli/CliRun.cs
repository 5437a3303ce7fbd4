using Eidetic.Cli;
using Eidetic.Cli.Api;
using Spectre.Console;

namespace Eidetic.Tests.Cli;

/// <summary>What one command line did, as a user sees it.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Out">Everything on standard output.</param>
/// <param name="Error">Everything on standard error.</param>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    /// <summary>Lines of standard error.</summary>
    public string[] ErrorLines => Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public static Task<CliRun> OfAsync(IEideticApi api, params string[] arguments) =>
        OfAsync(api, new FakeShowcase(), isInteractive: false, CancellationToken.None, arguments);

    public static async Task<CliRun> OfAsync(
        IEideticApi api, FakeShowcase showcase, bool isInteractive, CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var app = new EideticApp(new CliContext
        {
            Api = api,
            Showcase = showcase,
            Out = Open(output, isInteractive),
            Error = Open(error, isInteractive: false),
            Time = TimeProvider.System,
        });
        var exitCode = await app.RunAsync(arguments, cancellationToken);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    public static IAnsiConsole Open(StringWriter writer, bool isInteractive)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isInteractive ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = isInteractive ? InteractionSupport.Yes : InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = 160;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
