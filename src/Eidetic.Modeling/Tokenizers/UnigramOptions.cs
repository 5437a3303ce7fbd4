namespace Eidetic.Modeling;

/// <summary>What tells one runtime's unigram model from another's.</summary>
internal sealed record UnigramOptions
{
    /// <summary>The token of characters that no piece holds.</summary>
    public required int Unknown { get; init; }

    /// <summary>What such a character adds to a path's score.</summary>
    public required double UnknownScore { get; init; }

    /// <summary>Code points of the longest piece that is looked for; null for the vocabulary's longest. Default null.</summary>
    public int? LongestPiece { get; init; }

    /// <summary>Whether the shorter last piece wins where two paths score the same; otherwise the longer. Default false.</summary>
    public bool PrefersShorterLastPiece { get; init; }

    /// <summary>Whether a path whose score is exactly zero counts as none, so that any other replaces it. Default false.</summary>
    public bool CountsZeroAsUnset { get; init; }

    /// <summary>Whether scores are added in single precision, as SentencePiece does it. Default false.</summary>
    public bool SumsInSingle { get; init; }

    /// <summary>Tokens of the 256 bytes, which spell what no piece holds; null to leave it unknown. Default null.</summary>
    public IReadOnlyList<int>? ByteTokens { get; init; }
}
