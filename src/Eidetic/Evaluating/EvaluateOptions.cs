using Eidetic.Evaluation;

namespace Eidetic;

/// <summary>What to measure a memory with.</summary>
public sealed record EvaluateOptions
{
    /// <summary>The queries with their images, at least one.</summary>
    public required IReadOnlyList<EvaluationQuery> Queries { get; init; }

    /// <summary>Keys that may be named, or null for every image of the memory: restricts the trie, not the results.</summary>
    public IReadOnlyCollection<string>? Candidates { get; init; }

    /// <summary>Whether to measure the dual encoder too: exact cosine in the same shared space, same queries. Default false.</summary>
    public bool Baseline { get; init; }

    /// <summary>Width of the beam, at least 10. Default 20.</summary>
    public int Beams { get; init; } = 20;

    /// <summary>Queries answered together where quality is measured, at least 1. Default 32. Latency is of one query at a time.</summary>
    public int BatchSize { get; init; } = 32;
}
