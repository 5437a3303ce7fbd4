namespace Eidetic.Abstractions;

/// <summary>One recalled image.</summary>
public sealed record Hit
{
    /// <summary>1-based place.</summary>
    public required int Rank { get; init; }

    /// <summary>Key of the image.</summary>
    public required string Key { get; init; }

    /// <summary>Where the file was when it was memorized, or null when it is not a file of its own.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Probability that the model gives this image, 0..1. It sums to 1 over all images of the memory, whether or not
    /// <see cref="RecallOptions.Candidates"/> or <see cref="RecallOptions.Filter"/> restrict what may be named. Where the text encoder does not know a share of the query's
    /// words, that share of the probability is spread evenly over all images.
    /// </summary>
    public required double Probability { get; init; }

    /// <summary>
    /// Calibrated probability that this is the image that was meant, 0..1, where the memory holds that image: of hits with 0.3, three in ten are
    /// right. <see cref="Probability"/> is the model's own word, which nothing holds it to. Null where the memory is not calibrated or the query
    /// has a picture.
    /// </summary>
    public double? Confidence { get; init; }

    /// <summary>What hits are ordered by: the natural logarithm of the probability, plus whatever shaping was asked for.</summary>
    public required double Score { get; init; }

    /// <summary>Names of the identifier's tokens.</summary>
    public required IReadOnlyList<string> Identifier { get; init; }

    /// <summary>The path through the trie, one step a token; empty unless <see cref="RecallOptions.Explain"/>.</summary>
    public IReadOnlyList<TraceStep> Trace { get; init; } = [];

    /// <summary>
    /// The words of the query by how much they moved this hit, the strongest first; empty unless <see cref="RecallOptions.Explain"/>, and
    /// where the query has no two words. Of a long query the first 32 words are tried, function words left out where there are others.
    /// </summary>
    public IReadOnlyList<WordInfluence> Words { get; init; } = [];
}
