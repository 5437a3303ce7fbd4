namespace Eidetic.Evaluation;

/// <summary>95 % bootstrap intervals of a report's recalls.</summary>
/// <param name="RecallAt1">Interval of recall@1.</param>
/// <param name="RecallAt5">Interval of recall@5.</param>
/// <param name="RecallAt10">Interval of recall@10.</param>
public sealed record RecallIntervals(RecallInterval RecallAt1, RecallInterval RecallAt5, RecallInterval RecallAt10)
{
    internal static RecallIntervals Bootstrap(IReadOnlyList<int?> ranks, int seed) => new(
        RecallInterval.Bootstrap(ranks, 1, seed), RecallInterval.Bootstrap(ranks, 5, seed), RecallInterval.Bootstrap(ranks, 10, seed));
}
