namespace Eidetic.Evaluation;

/// <summary>What the dual encoder reached on the same queries and candidates in the same run.</summary>
public sealed record BaselineReport
{
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

    /// <summary>Normalized discounted cumulative gain of the first 10, 0..1.</summary>
    public double? NdcgAt10 { get; init; }

    /// <summary>95 % bootstrap intervals of the recalls.</summary>
    public RecallIntervals? Intervals { get; init; }

    /// <summary>Measures rankings.</summary>
    /// <param name="ranks">For each query the 1-based rank of its image, or null where it was not found.</param>
    /// <param name="latency">How long the queries took.</param>
    /// <param name="depth">Ranks beyond it count as not found; null (the default) for no limit.</param>
    /// <param name="seed">For the intervals; default 0.</param>
    /// <exception cref="ArgumentException">There is no query, or a rank or the depth is below 1.</exception>
    public static BaselineReport Create(IReadOnlyList<int?> ranks, LatencySummary latency, int? depth = null, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(latency);
        var metrics = RecallMetrics.FromRanks(ranks, depth);
        return new BaselineReport
        {
            RecallAt1 = metrics.RecallAt1,
            RecallAt5 = metrics.RecallAt5,
            RecallAt10 = metrics.RecallAt10,
            Mrr = metrics.Mrr,
            LatencyMs = latency,
            NdcgAt10 = metrics.NdcgAt10,
            Intervals = RecallIntervals.Bootstrap(Ranks.Cut(ranks, depth), seed),
        };
    }
}
