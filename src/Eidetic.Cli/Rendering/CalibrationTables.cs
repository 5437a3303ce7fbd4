using Eidetic.Evaluation;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints how far probabilities can be trusted: areas and errors, what <c>--min-probability</c> does, precision against coverage.</summary>
internal static class CalibrationTables
{
    private const string None = "–";

    public static void Write(IAnsiConsole console, CalibrationReport report)
    {
        console.WriteLine();
        console.WriteLine(
            $"{Display.Count(report.Queries, "query", "queries")}, each asked as it is, with its image removed, and with its image's neighbourhood removed "
            + $"(the nearest {Display.Percent(report.NeighbourhoodShare)} of the candidates)");
        console.Write(Figures(report));
        console.WriteLine();
        console.WriteLine("--min-probability: what it answers of the queries, and falsely of those whose neighbourhood is removed");
        console.Write(Thresholds(report.Thresholds));
        console.WriteLine();
        console.WriteLine("precision against coverage: how often the first hit is right where only the surest are given");
        console.Write(Coverage(report.Coverage));
    }

    private static Table Figures(CalibrationReport report)
    {
        var table = Create("", "figure");
        table.AddRow("match: area under the curve, neighbourhood removed", Display.Fixed(report.NeighbourhoodAuc, 3));
        table.AddRow("match: area under the curve, image removed", $"{Display.Fixed(report.ImageAuc, 3)} of at most {Display.Fixed(report.ImageAucBound, 3)}");
        table.AddRow("match: expected calibration error (adaptive)", Error(report.MatchError));
        table.AddRow("first hit's confidence: expected calibration error (adaptive)", Error(report.HitError));
        table.AddRow("first hit's probability, not calibrated", Error(report.UncalibratedHitError));
        return table;
    }

    private static Table Thresholds(IReadOnlyList<AnswersAtThreshold> rows)
    {
        var table = Create("--min-probability", "answered", "falsely", "right@1", "right@10");
        foreach (var row in rows)
        {
            table.AddRow(
                Display.Fixed(row.MinProbability, 1), Display.Percent(row.Answered), Display.Percent(row.FalselyAnswered),
                Share(row.PrecisionAt1), Share(row.PrecisionAt10));
        }

        return table;
    }

    private static Table Coverage(IReadOnlyList<PrecisionAtCoverage> rows)
    {
        var table = Create("coverage", "precision", "least confidence");
        foreach (var row in rows)
            table.AddRow(Display.Percent(row.Coverage), Display.Percent(row.Precision), Display.Probability(row.Threshold));

        return table;
    }

    private static Table Create(string first, params string[] others)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(first);
        foreach (var name in others)
            table.AddColumn(new TableColumn(name).RightAligned());

        return table;
    }

    private static string Error(CalibrationError error) => $"{Display.Fixed(error.EqualWidth, 3)} ({Display.Fixed(error.Adaptive, 3)})";

    private static string Share(double? share) => share is { } value ? Display.Percent(value) : None;
}
