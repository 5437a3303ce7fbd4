namespace Eidetic.Cli.Api;

/// <summary>How well and how fast one way of searching answers.</summary>
/// <param name="RecallAt1">Share of queries whose image comes first, 0..1.</param>
/// <param name="RecallAt5">Share of queries whose image is among the first five.</param>
/// <param name="RecallAt10">Share of queries whose image is among the first ten.</param>
/// <param name="Mrr">Mean of 1/rank, 0 where the image is not found.</param>
/// <param name="LatencyP50">Median milliseconds a query, or null where not measured.</param>
/// <param name="LatencyP95">95th percentile of milliseconds a query, or null where not measured.</param>
internal sealed record RetrievalScores(
    double RecallAt1, double RecallAt5, double RecallAt10, double Mrr, double? LatencyP50, double? LatencyP95);
