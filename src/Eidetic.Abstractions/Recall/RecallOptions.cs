namespace Eidetic.Abstractions;

/// <summary>How a memory answers.</summary>
public sealed record RecallOptions
{
    /// <summary>How many hits to return at most. Default 10.</summary>
    public int Top { get; init; } = 10;

    /// <summary>
    /// Width of the beam; at least <see cref="Top"/>. Null, the default, for the memory's own: what its recipe says (GRACE uses 10), or 20,
    /// and never less than <see cref="Top"/>.
    /// </summary>
    public int? Beams { get; init; }

    /// <summary>
    /// What the images that the search found are ordered by beside their identifiers' probability. Null, the default, for what the memory
    /// learned to use; <see cref="RerankEvidence.None"/> for the order of the search. Queries with a picture keep that order.
    /// </summary>
    public RerankEvidence? Rerank { get; init; }

    /// <summary>What the search adds to the model's own probabilities; null, the default, for nothing.</summary>
    public ScoreShaping? Shaping { get; init; }

    /// <summary>
    /// Whether hits carry their path with runners-up, what lies below each, and the words that moved them. Default false; true asks the
    /// model once more for every word of a query.
    /// </summary>
    public bool Explain { get; init; }

    /// <summary>Keys that may be named, or null for every image: restricts the trie, not the results.</summary>
    public IReadOnlyCollection<string>? Candidates { get; init; }

    /// <summary>
    /// Conditions on the images that may be named, or null for none: restricts the trie, not the results. With
    /// <see cref="Candidates"/>, both must hold.
    /// </summary>
    public RecallFilter? Filter { get; init; }

    /// <summary>
    /// The least <see cref="RecallResult.MatchProbability"/>, 0..1, for which hits are given; below it the answer is that nothing matches. Null,
    /// the default, gives hits whatever it is. Only for queries in words, of a calibrated memory, with a beam of at least 10.
    /// </summary>
    public double? MinProbability { get; init; }
}
