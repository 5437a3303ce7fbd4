using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Evaluation.Tests;

public sealed class EvaluationReportTests
{
    private static readonly LatencySummary Latency = new(P50: 12.5, P95: 20, Mean: 13);

    [Fact]
    public void The_json_holds_the_contract_in_its_order()
    {
        var report = EvaluationReport.Create([1, 1, 4, null], candidates: 1000, Latency);

        var json = report.ToJson();

        json.Should().StartWith(
            "{\"queries\":4,\"candidates\":1000,\"recallAt1\":0.5,\"recallAt5\":0.75,\"recallAt10\":0.75,\"mrr\":0.5625,"
            + "\"latencyMs\":{\"p50\":12.5,\"p95\":20,\"mean\":13},\"ndcgAt10\":");
        json.Should().Contain("\"unanswered\":1").And.NotContain("baseline").And.NotContain("\n");
    }

    [Fact]
    public void The_baseline_follows_the_latency()
    {
        var baseline = BaselineReport.Create([2, 1, 2, 20], Latency, depth: 10);

        var json = EvaluationReport.Create([1, 1, 4, null], candidates: 1000, Latency, baseline).ToJson();

        json.Should().Contain(
            "\"mean\":13},\"baseline\":{\"recallAt1\":0.25,\"recallAt5\":0.75,\"recallAt10\":0.75,\"mrr\":0.5,"
            + "\"latencyMs\":{\"p50\":12.5,");
    }

    [Fact]
    public void What_was_written_is_read_back()
    {
        var report = EvaluationReport.Create([3, null, 1], candidates: 5, Latency, BaselineReport.Create([1, 2, 3], Latency), seed: 7);

        var read = EvaluationReport.FromJson(report.ToJson());

        read.Should().Be(report);
    }

    [Fact]
    public void The_shortest_report_of_the_contract_is_read()
    {
        const string json = """
            {"queries":5,"candidates":9,"recallAt1":0.1,"recallAt5":0.2,"recallAt10":0.3,"mrr":0.15,
             "latencyMs":{"p50":1,"p95":2,"mean":1},"new":0}
            """;

        var report = EvaluationReport.FromJson(json);

        report.RecallAt5.Should().Be(0.2);
        report.Baseline.Should().BeNull();
        report.Intervals.Should().BeNull();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[")]
    public void Another_text_is_refused(string json)
    {
        var reading = () => EvaluationReport.FromJson(json);

        reading.Should().Throw<SourceException>().WithMessage("Expected an evaluation report as evaluate --json writes it*");
    }

    [Fact]
    public void Intervals_hold_their_recalls()
    {
        int?[] ranks = [.. Enumerable.Range(0, 300).Select(query => (int?)query % 12 + 1)];

        var report = EvaluationReport.Create(ranks, candidates: 12, Latency, BaselineReport.Create(ranks, Latency, depth: 3));

        foreach (var (interval, recall) in new[]
        {
            (report.Intervals!.RecallAt1, report.RecallAt1),
            (report.Intervals!.RecallAt5, report.RecallAt5),
            (report.Intervals!.RecallAt10, report.RecallAt10),
            (report.Baseline!.Intervals!.RecallAt10, report.Baseline!.RecallAt10),
        })
        {
            interval.Lower.Should().BeLessThan(recall);
            interval.Upper.Should().BeGreaterThan(recall);
        }
    }

    [Fact]
    public void Numbers_do_not_follow_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            var json = EvaluationReport.Create([1, null], candidates: 2, Latency).ToJson();

            json.Should().Contain("\"recallAt1\":0.5");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
