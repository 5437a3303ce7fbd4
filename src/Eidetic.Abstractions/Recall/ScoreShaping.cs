namespace Eidetic.Abstractions;

/// <summary>
/// What a search adds to the model's own probabilities, token by token. The shaped probabilities are normalized along the trie as the model's
/// are. All off by default: with the reranking that follows, none of them was found to help (docs/experiments.md).
/// </summary>
public sealed record ScoreShaping
{
    /// <summary>
    /// η of log p(identifier | query) − η · log p(identifier), at least 0: takes away what the model would say whatever is asked (TIGeR). The
    /// prior is the model's answer to the mean of its captions. Default 0. Only for queries in words.
    /// </summary>
    public double PriorWeight { get; init; }

    /// <summary>
    /// Weight of the similarity of the query with the vector that a path's tokens add up to, at least 0 (PRO): against pruning a path early.
    /// Default 0. Only for queries in words and identifiers whose tokens have a place in the shared space.
    /// </summary>
    public double PrefixWeight { get; init; }

    /// <summary>
    /// Where the entropy of the next token, as a share of the largest possible, is at least this, all next tokens count the same and the choice
    /// is left to what comes after (wildcards, WIDE); above 0, at most 1. Null, the default, for never.
    /// </summary>
    public double? WildcardEntropy { get; init; }

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="OptionException">A value is out of range.</exception>
    public void Check()
    {
        Require(PriorWeight is >= 0 and <= 10, nameof(PriorWeight), "0 to 10", PriorWeight);
        Require(PrefixWeight is >= 0 and <= 10, nameof(PrefixWeight), "0 to 10", PrefixWeight);
        Require(WildcardEntropy is null or (> 0 and <= 1), nameof(WildcardEntropy), "above 0, at most 1", WildcardEntropy ?? 0);
    }

    private static void Require(bool holds, string name, string range, double value)
    {
        if (!holds)
        {
            throw new OptionException(FormattableString.Invariant($"Expected {name} of {range}, got {value}."));
        }
    }
}
