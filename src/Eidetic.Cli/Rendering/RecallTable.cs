using System.Globalization;
using Eidetic.Abstractions;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints answers as tables, or hit by hit with why each was named.</summary>
internal static class RecallTable
{
    public static void Write(IAnsiConsole console, IReadOnlyList<RecallResult> results, string? imageFile, bool explain)
    {
        foreach (var result in results)
        {
            if (results.Count > 1)
            {
                console.Write(new Text(Remarks.OnOneLine(result.Query.Text ?? imageFile ?? ""), new Style(decoration: Decoration.Bold)));
                console.WriteLine();
            }

            MatchVerdict.Write(console, result);
            if (result.NoMatch)
            {
                // The verdict says it all.
            }
            else if (result.Hits.Count == 0)
                console.WriteLine("nothing was recalled");
            else if (explain)
                WriteExplained(console, result.Hits);
            else
                console.Write(CreateTable(result.Hits));

            if (results.Count > 1)
                console.WriteLine();
        }
    }

    private static void WriteExplained(IAnsiConsole console, IReadOnlyList<Hit> hits)
    {
        foreach (var hit in hits)
        {
            ExplanationText.Write(console, hit);
        }
    }

    private static Table CreateTable(IReadOnlyList<Hit> hits)
    {
        var hasPaths = hits.Any(hit => hit.Path is not null);
        var hasConfidences = hits.Any(hit => hit.Confidence is not null);
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("rank").RightAligned());
        table.AddColumn("image");
        table.AddColumn(new TableColumn("probability").RightAligned());
        if (hasConfidences)
            table.AddColumn(new TableColumn("confidence").RightAligned());

        if (hasPaths)
            table.AddColumn("path");

        foreach (var hit in hits)
        {
            List<Text> cells = [new(Rank(hit)), new(hit.Key), new(Display.Probability(hit.Probability))];
            if (hasConfidences)
                cells.Add(new Text(hit.Confidence is { } confidence ? Display.Probability(confidence) : ""));

            if (hasPaths)
                cells.Add(new Text(hit.Path ?? ""));

            table.AddRow(cells);
        }

        return table;
    }

    private static string Rank(Hit hit) => hit.Rank.ToString(CultureInfo.InvariantCulture);
}
