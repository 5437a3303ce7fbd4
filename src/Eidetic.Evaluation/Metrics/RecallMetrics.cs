namespace Eidetic.Evaluation;

/// <summary>
/// How well rankings found the one relevant image of each query. Every figure is a mean over the queries, 0..1; a query whose image was
/// not found counts as 0.
/// </summary>
public sealed record RecallMetrics
{
    /// <summary>Number of queries, at least 1.</summary>
    public required int Queries { get; init; }

    /// <summary>Queries whose image was not found at any depth that was looked at.</summary>
    public required int Unanswered { get; init; }

    /// <summary>Share of queries whose image came first.</summary>
    public required double RecallAt1 { get; init; }

    /// <summary>Share of queries whose image was among the first 5.</summary>
    public required double RecallAt5 { get; init; }

    /// <summary>Share of queries whose image was among the first 10.</summary>
    public required double RecallAt10 { get; init; }

    /// <summary>Mean reciprocal rank.</summary>
    public required double Mrr { get; init; }

    /// <summary>
    /// Normalized discounted cumulative gain of the first 10 (Järvelin and Kekäläinen 2002): with a single relevant image
    /// 1 / log2(rank + 1), and 0 beyond rank 10.
    /// </summary>
    public required double NdcgAt10 { get; init; }

    /// <summary>Measures rankings.</summary>
    /// <param name="ranks">For each query the 1-based rank of its image, or null where it was not found.</param>
    /// <param name="depth">
    /// Ranks beyond it count as not found; null (the default) for no limit. Give a full ranking the depth of a cut-off one before
    /// their mean reciprocal ranks are compared.
    /// </param>
    /// <exception cref="ArgumentException">There is no query, or a rank or the depth is below 1.</exception>
    public static RecallMetrics FromRanks(IReadOnlyList<int?> ranks, int? depth = null)
    {
        Ranks.Check(ranks);
        if (depth is { } limit)
            ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1, nameof(depth));

        double reciprocal = 0, gain = 0;
        int at1 = 0, at5 = 0, at10 = 0, found = 0;
        foreach (var rank in Ranks.Cut(ranks, depth))
        {
            if (rank is not { } place)
                continue;
            found++;
            reciprocal += 1.0 / place;
            at1 += place <= 1 ? 1 : 0;
            at5 += place <= 5 ? 1 : 0;
            at10 += place <= 10 ? 1 : 0;
            gain += place <= 10 ? 1 / Math.Log2(place + 1) : 0;
        }

        double queries = ranks.Count;
        return new RecallMetrics
        {
            Queries = ranks.Count,
            Unanswered = ranks.Count - found,
            RecallAt1 = at1 / queries,
            RecallAt5 = at5 / queries,
            RecallAt10 = at10 / queries,
            Mrr = reciprocal / queries,
            NdcgAt10 = gain / queries,
        };
    }

    /// <summary>Share of queries whose image was among the first <paramref name="k"/>, 0..1.</summary>
    /// <param name="ranks">For each query the 1-based rank of its image, or null where it was not found.</param>
    /// <param name="k">At least 1.</param>
    /// <exception cref="ArgumentException">There is no query, or a rank or <paramref name="k"/> is below 1.</exception>
    public static double RecallAt(IReadOnlyList<int?> ranks, int k)
    {
        Ranks.Check(ranks);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return (double)ranks.Count(rank => rank <= k) / ranks.Count;
    }
}
