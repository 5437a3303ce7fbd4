using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Evaluation;

/// <summary>
/// What <c>evaluate --json</c> writes. The members up to <see cref="Baseline"/> are its contract, in this order; those after it may grow.
/// </summary>
public sealed record EvaluationReport
{
    /// <summary>Number of queries.</summary>
    public required int Queries { get; init; }

    /// <summary>Number of images that could be named.</summary>
    public required int Candidates { get; init; }

    /// <summary>Share of queries whose image came first, 0..1.</summary>
    public required double RecallAt1 { get; init; }

    /// <summary>Share of queries whose image was among the first 5, 0..1.</summary>
    public required double RecallAt5 { get; init; }

    /// <summary>Share of queries whose image was among the first 10, 0..1.</summary>
    public required double RecallAt10 { get; init; }

    /// <summary>Mean reciprocal rank, 0..1.</summary>
    public required double Mrr { get; init; }

    /// <summary>How long a query took, in milliseconds.</summary>
    public required LatencySummary LatencyMs { get; init; }

    /// <summary>The dual encoder on the same queries, or null when it was not asked for.</summary>
    public BaselineReport? Baseline { get; init; }

    /// <summary>Normalized discounted cumulative gain of the first 10, 0..1.</summary>
    public double? NdcgAt10 { get; init; }

    /// <summary>Queries whose image was not among the hits at all.</summary>
    public int? Unanswered { get; init; }

    /// <summary>95 % bootstrap intervals of the recalls.</summary>
    public RecallIntervals? Intervals { get; init; }

    /// <summary>How far the calibrated probabilities can be trusted, or null when it was not asked for.</summary>
    public CalibrationReport? Calibration { get; init; }

    /// <summary>Measures rankings.</summary>
    /// <param name="ranks">For each query the 1-based rank of its image among the hits, or null where it was not among them.</param>
    /// <param name="candidates">Number of images that could be named, at least 1.</param>
    /// <param name="latency">How long the queries took.</param>
    /// <param name="baseline">The dual encoder on the same queries, or null.</param>
    /// <param name="seed">For the intervals; default 0.</param>
    /// <exception cref="ArgumentException">There is no query, or a rank or the candidates are below 1.</exception>
    public static EvaluationReport Create(
        IReadOnlyList<int?> ranks, int candidates, LatencySummary latency, BaselineReport? baseline = null, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 1);
        ArgumentNullException.ThrowIfNull(latency);
        var metrics = RecallMetrics.FromRanks(ranks);
        return new EvaluationReport
        {
            Queries = metrics.Queries,
            Candidates = candidates,
            RecallAt1 = metrics.RecallAt1,
            RecallAt5 = metrics.RecallAt5,
            RecallAt10 = metrics.RecallAt10,
            Mrr = metrics.Mrr,
            LatencyMs = latency,
            Baseline = baseline,
            NdcgAt10 = metrics.NdcgAt10,
            Unanswered = metrics.Unanswered,
            Intervals = RecallIntervals.Bootstrap(ranks, seed),
        };
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote; members it does not know are ignored.</summary>
    /// <param name="json">One JSON object.</param>
    /// <exception cref="SourceException">The text is not a report.</exception>
    public static EvaluationReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return JsonSerializer.Deserialize(json, EvaluationJson.Default.EvaluationReport) ?? throw new JsonException("Found null.");
        }
        catch (JsonException problem)
        {
            throw new SourceException(
                $"Expected an evaluation report as evaluate --json writes it, but found something else: {problem.Message}",
                innerException: problem);
        }
    }

    /// <summary>One JSON object on one line; members that are null are left out.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJson.Default.EvaluationReport);
}
