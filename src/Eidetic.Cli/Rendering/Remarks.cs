using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Writes lines that must stay one line each, whatever the console's width.</summary>
internal static class Remarks
{
    /// <summary>Something the user should know though the command goes on.</summary>
    public static void Note(IAnsiConsole console, string message)
    {
        console.Write(new Text("note: ", new Style(Color.Yellow)));
        WriteRaw(console, OnOneLine(message));
    }

    /// <summary>A line that the console neither wraps nor reads as markup.</summary>
    public static void WriteRaw(IAnsiConsole console, string line) => console.Profile.Out.Writer.WriteLine(line);

    /// <summary>The text with its line breaks made spaces.</summary>
    public static string OnOneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
