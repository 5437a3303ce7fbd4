using Eidetic.Abstractions;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints what a memorizing run did, and the files it left out.</summary>
internal static class MemorizeSummary
{
    private const int NamedProblems = 10;

    public static void Write(IAnsiConsole console, MemorizeReport report)
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumn("what");
        table.AddColumn("value");
        table.AddRow("images", Display.Count(report.Images));
        table.AddRow("captions", Display.Count(report.Captions));
        table.AddRow("pseudo-captioned", Display.Count(report.PseudoCaptioned, "image"));
        table.AddRow("skipped", Display.Count(report.Skipped, "file"));
        table.AddRow(new Text("identifiers"), new Text(report.Identifiers));
        table.AddRow("memorized", $"{Display.Percent(report.MemorizeAccuracy)} of the images");
        table.AddRow("parameters", Display.Count(report.Parameters));
        table.AddRow("time", Display.Duration(report.Elapsed));
        table.AddRow(new Text("memory"), new Text(report.Memory));
        console.Write(table);
        WriteProblems(console, report.Problems);
    }

    /// <summary>Names the first problems and counts the others.</summary>
    public static void WriteProblems(IAnsiConsole console, IReadOnlyList<SourceProblem> problems)
    {
        foreach (var problem in problems.Take(NamedProblems))
        {
            var message = problem.Message.Contains(problem.Item, StringComparison.Ordinal)
                ? problem.Message
                : $"{problem.Item}: {problem.Message}";
            Remarks.Note(console, message);
        }

        if (problems.Count > NamedProblems)
            Remarks.Note(console, $"and {Display.Count(problems.Count - NamedProblems)} more like these");
    }
}
