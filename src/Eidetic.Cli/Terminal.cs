using System.Text;
using Spectre.Console;

namespace Eidetic.Cli;

/// <summary>Makes the consoles the program writes to: color and live display on a terminal, plain unwrapped lines elsewhere.</summary>
internal static class Terminal
{
    /// <summary>Wide enough that no line of a file or a pipe is wrapped.</summary>
    private const int UnwrappedWidth = 4096;

    public static IAnsiConsole Open(TextWriter writer, bool isRedirected)
    {
        var isPlain = isRedirected || Environment.GetEnvironmentVariable("TERM") == "dumb";
        var hasNoColor = isPlain || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = hasNoColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isPlain)
        {
            console.Profile.Width = UnwrappedWidth;
        }

        try
        {
            console.Profile.Out.SetEncoding(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (IOException)
        {
            // A console that cannot change its code page keeps it; unknown characters show as question marks.
        }

        return console;
    }
}
