using Eidetic.Abstractions;
using Eidetic.Evaluation;

namespace Eidetic;

/// <summary>What to measure a memory with.</summary>
public sealed record EvaluateOptions
{
    /// <summary>The queries with their images, at least one.</summary>
    public required IReadOnlyList<EvaluationQuery> Queries { get; init; }

    /// <summary>
    /// Keys that may be named: restricts the trie, not the results. Null for the images of the split that the memory's recipe names, or
    /// for every image where it names none or the memory holds none of that split.
    /// </summary>
    public IReadOnlyCollection<string>? Candidates { get; init; }

    /// <summary>
    /// Conditions on the images that may be named, or null for none: restricts the trie, not the results. Queries about other images are
    /// left out: they ask for what the filter forbids.
    /// </summary>
    public RecallFilter? Filter { get; init; }

    /// <summary>Whether to measure the dual encoder too: exact cosine in the same shared space, same queries. Default false.</summary>
    public bool Baseline { get; init; }

    /// <summary>
    /// Whether to measure how far calibrated probabilities can be trusted: at most 1,000 of the queries, evenly spread, are asked again with their
    /// image and with its neighbourhood removed. Default false.
    /// </summary>
    public bool Calibration { get; init; }

    /// <summary>Width of the beam, at least 10. Null, the default, for the memory's own: what its recipe says, or 20, and never less than 10.</summary>
    public int? Beams { get; init; }

    /// <summary>What found images are ordered by beside their identifiers' probability; null, the default, for what the memory learned to use.</summary>
    public RerankEvidence? Rerank { get; init; }

    /// <summary>What the search adds to the model's own probabilities; null, the default, for nothing.</summary>
    public ScoreShaping? Shaping { get; init; }

    /// <summary>Queries answered together where quality is measured, at least 1. Default 32. Latency is of one query at a time.</summary>
    public int BatchSize { get; init; } = 32;
}
