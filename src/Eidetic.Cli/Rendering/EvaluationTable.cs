using System.Globalization;
using Eidetic.Cli.Api;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints recall, MRR and latency: the memory, and below it the dual encoder and the ratio of both.</summary>
internal static class EvaluationTable
{
    private const string NotMeasured = "–";

    public static void Write(IAnsiConsole console, EvaluationSummary summary)
    {
        console.WriteLine($"{Display.Count(summary.Queries, "query", "queries")}, {Display.Count(summary.Candidates, "candidate")}");
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn("");
        foreach (var name in new[] { "recall@1", "recall@5", "recall@10", "MRR", "p50 ms", "p95 ms" })
            table.AddColumn(new TableColumn(name).RightAligned());

        table.AddRow(Scores("generative", summary.Generative));
        if (summary.Baseline is { } baseline)
        {
            table.AddRow(Scores("dual encoder", baseline));
            table.AddRow(Ratios(summary.Generative, baseline));
        }

        console.Write(table);
    }

    private static string[] Scores(string name, RetrievalScores scores) =>
    [
        name,
        Display.Percent(scores.RecallAt1),
        Display.Percent(scores.RecallAt5),
        Display.Percent(scores.RecallAt10),
        Display.Fixed(scores.Mrr, 3),
        Latency(scores.LatencyP50),
        Latency(scores.LatencyP95),
    ];

    private static string[] Ratios(RetrievalScores scores, RetrievalScores baseline) =>
    [
        "ratio",
        Ratio(scores.RecallAt1, baseline.RecallAt1),
        Ratio(scores.RecallAt5, baseline.RecallAt5),
        Ratio(scores.RecallAt10, baseline.RecallAt10),
        Ratio(scores.Mrr, baseline.Mrr),
        Ratio(scores.LatencyP50, baseline.LatencyP50),
        Ratio(scores.LatencyP95, baseline.LatencyP95),
    ];

    private static string Latency(double? milliseconds) => milliseconds is { } value ? Display.Fixed(value, 1) : NotMeasured;

    private static string Ratio(double? value, double? baseline) => value is { } some && baseline is > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{some / baseline.Value:F2}×")
        : NotMeasured;
}
