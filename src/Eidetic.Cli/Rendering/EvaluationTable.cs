using System.Globalization;
using Eidetic.Evaluation;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints recall, MRR and latency: the memory, and below it the dual encoder and the ratio of both.</summary>
internal static class EvaluationTable
{
    private const string NoRatio = "–";

    private static readonly Func<double, string>[] Figures =
    [
        Display.Percent, Display.Percent, Display.Percent, mrr => Display.Fixed(mrr, 3), Milliseconds, Milliseconds,
    ];

    public static void Write(IAnsiConsole console, EvaluationReport report)
    {
        console.WriteLine($"{Display.Count(report.Queries, "query", "queries")}, {Display.Count(report.Candidates, "candidate")}");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (var name in new[] { "recall@1", "recall@5", "recall@10", "MRR", "p50 ms", "p95 ms" })
            table.AddColumn(new TableColumn(name).RightAligned());

        double[] generative =
            [report.RecallAt1, report.RecallAt5, report.RecallAt10, report.Mrr, report.LatencyMs.P50, report.LatencyMs.P95];
        table.AddRow(Row("generative", generative));
        if (report.Baseline is { } dual)
        {
            double[] baseline = [dual.RecallAt1, dual.RecallAt5, dual.RecallAt10, dual.Mrr, dual.LatencyMs.P50, dual.LatencyMs.P95];
            table.AddRow(Row("dual encoder", baseline));
            table.AddRow(["ratio", .. generative.Zip(baseline, Ratio)]);
        }

        console.Write(table);
    }

    private static string Milliseconds(double latency) => Display.Fixed(latency, latency < 1 ? 3 : 1);

    private static string[] Row(string name, double[] scores) =>
        [name, .. scores.Zip(Figures, (score, figure) => figure(score))];

    private static string Ratio(double value, double baseline) =>
        baseline > 0 ? string.Create(CultureInfo.InvariantCulture, $"{value / baseline:F2}×") : NoRatio;
}
