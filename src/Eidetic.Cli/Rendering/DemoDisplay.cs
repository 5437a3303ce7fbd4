using Eidetic.Cli.Api;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints the demo's headings and its sample queries.</summary>
internal static class DemoDisplay
{
    public static void Heading(IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.Write(new Text(text, new Style(decoration: Decoration.Bold)));
        console.WriteLine();
    }

    /// <summary>Prints each query with its pictures where they can be shown, and one table of names for the others.</summary>
    public static void Answers(IAnsiConsole console, IReadOnlyList<DemoAnswer> answers, Func<DemoAnswer, bool> tryShowPictures)
    {
        var named = new Table { Border = TableBorder.Rounded };
        named.AddColumn("query");
        named.AddColumn("recalled, best first");
        foreach (var answer in answers)
        {
            if (!tryShowPictures(answer))
                named.AddRow(new Text(answer.Query), Names(answer));
        }

        if (named.Rows.Count > 0)
            console.Write(named);
    }

    private static Text Names(DemoAnswer answer) => new(string.Join(
        ", ", answer.Hits.Take(3).Select(hit => $"{Path.GetFileNameWithoutExtension(hit.Key)} {Display.Probability(hit.Probability)}")));
}
