namespace Eidetic.Abstractions;

/// <summary>The answer to one query.</summary>
/// <param name="Query">The query.</param>
/// <param name="Hits">Best first; fewer than asked for only when fewer images may be named.</param>
public sealed record RecallResult(RecallQuery Query, IReadOnlyList<Hit> Hits)
{
    /// <summary>Share of the query's words the text encoder does not know, 0..1; null for a query without words.</summary>
    public double? UnknownShare { get; init; }

    /// <summary>How many images a filter or candidates left to name, and why none; null where every image might be named.</summary>
    public FilterOutcome? Filter { get; init; }
}
