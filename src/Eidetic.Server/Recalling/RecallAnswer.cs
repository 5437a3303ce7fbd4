using Eidetic.Abstractions;

namespace Eidetic.Server.Recalling;

/// <summary>The answer to one query.</summary>
/// <param name="NoMatch">Whether the answer is that nothing matches.</param>
/// <param name="Hits">Best first.</param>
/// <param name="LatencyMs">Time from the request to the answer.</param>
internal sealed record RecallAnswer(bool NoMatch, IReadOnlyList<HitEntry> Hits, double LatencyMs)
{
    public string? Query { get; init; }

    /// <summary>The key that was asked with.</summary>
    public string? Like { get; init; }

    /// <summary>Calibrated probability that the memory holds what was asked for, where that can be told.</summary>
    public double? Match { get; init; }

    /// <summary>The hit that would have come first, where nothing matches.</summary>
    public HitEntry? Closest { get; init; }

    /// <summary>Share of the query's words that the memory does not know.</summary>
    public double? UnknownShare { get; init; }

    /// <summary>What a filter left to name.</summary>
    public FilterOutcome? Filter { get; init; }
}

/// <summary>The answers to several queries.</summary>
/// <param name="Answers">In the order of the queries.</param>
/// <param name="LatencyMs">Time from the request to the answer.</param>
internal sealed record RecallAnswers(IReadOnlyList<RecallAnswer> Answers, double LatencyMs);
