namespace Eidetic.Evaluation;

/// <summary>What every metric demands of the ranks it is given.</summary>
internal static class Ranks
{
    public static void Check(IReadOnlyList<int?> ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Count == 0)
            throw new ArgumentException("Expected the rank of at least one query, got none.", nameof(ranks));
        for (var query = 0; query < ranks.Count; query++)
        {
            if (ranks[query] < 1)
                throw new ArgumentOutOfRangeException(nameof(ranks), $"Expected ranks from 1 on, got {ranks[query]} for query {query}.");
        }
    }

    /// <summary>Ranks with those beyond the depth as not found.</summary>
    public static IReadOnlyList<int?> Cut(IReadOnlyList<int?> ranks, int? depth) =>
        depth is null ? ranks : [.. ranks.Select(rank => rank <= depth ? rank : null)];
}
