namespace Eidetic.Retrieval;

/// <summary>What a calibration looks at: the final hits of one query, in the order in which they are shown.</summary>
public sealed record RecalledAnswer
{
    /// <summary>Best first, at least as many as are shown.</summary>
    public required IReadOnlyList<RecalledImage> Hits { get; init; }

    /// <summary>For each hit the cosine of its vector and the query's in the shared space.</summary>
    public required IReadOnlyList<double> Similarities { get; init; }

    /// <summary>
    /// Product of the query's vector and the mean of all images' vectors: how near it is to any picture at all. Default 0.
    /// </summary>
    public double CentreSimilarity { get; init; }

    /// <summary>Share of the memory's images that could be named, above 0 and up to 1. Default 1.</summary>
    public double CandidateShare { get; init; } = 1;

    /// <summary>Share of the query's words that the text encoder does not know, 0..1. Default 0.</summary>
    public double UnknownShare { get; init; }
}
