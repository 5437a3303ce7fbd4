namespace Eidetic.Abstractions;

/// <summary>The answer to one query.</summary>
/// <param name="Query">The query.</param>
/// <param name="Hits">Best first; fewer than asked for only when fewer images may be named, none where nothing matches.</param>
public sealed record RecallResult(RecallQuery Query, IReadOnlyList<Hit> Hits)
{
    /// <summary>Share of the query's words the text encoder does not know, 0..1; null for a query without words.</summary>
    public double? UnknownShare { get; init; }

    /// <summary>How many images a filter or candidates left to name, and why none; null where every image might be named.</summary>
    public FilterOutcome? Filter { get; init; }

    /// <summary>
    /// Calibrated probability that the images that could be named hold what the query describes, 0..1, where every other query describes nothing
    /// they hold. Null where the memory is not calibrated (it was learned from too few captions to keep some back), where the query has a
    /// picture, or where the beam is narrower than 10.
    /// </summary>
    public double? MatchProbability { get; init; }

    /// <summary>
    /// Whether the answer is that nothing matches: <see cref="MatchProbability"/> is below <see cref="RecallOptions.MinProbability"/>, and
    /// <see cref="Hits"/> is empty for that reason.
    /// </summary>
    public bool NoMatch { get; init; }

    /// <summary>The hit that would have come first, where nothing matches; null elsewhere.</summary>
    public Hit? Closest { get; init; }
}
