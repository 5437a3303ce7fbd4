namespace Eidetic.Retrieval;

/// <summary>
/// What a scorer's row says about the children of one node: log-probabilities normalized over all of them, so that whatever the scorer
/// gives to tokens that the trie does not know after the path changes nothing.
/// </summary>
internal readonly ref struct ChildScores
{
    private readonly TokenScores _row;
    private readonly ReadOnlySpan<int> _tokens;
    private readonly double _total;
    private readonly bool _isWildcard;

    /// <param name="row">Log-probabilities of the tokens that follow a path.</param>
    /// <param name="tokens">Those of them that the whole trie knows after the path, at least one.</param>
    /// <param name="wildcardEntropy">
    /// Share of the largest entropy from which on all children count the same (wildcards, WIDE); null for never.
    /// </param>
    /// <exception cref="InvalidOperationException">The scorer does not know a token, or gave no log-probability.</exception>
    public ChildScores(TokenScores row, ReadOnlySpan<int> tokens, double? wildcardEntropy = null)
    {
        _row = row;
        _tokens = tokens;
        _total = Total(row, tokens);
        _isWildcard = wildcardEntropy is { } least && tokens.Length > 1 && Entropy() >= least * Math.Log(tokens.Length);
    }

    public int Count => _tokens.Length;

    /// <summary>
    /// The log-probability of a child: never above 0, and exactly 0 where there is no other. Where the scorer gives none of them any
    /// probability, they share it evenly. A float, so that how it was computed decides no tie: equal choices in another order score equal.
    /// </summary>
    public float this[int child] => (float)(_total == double.NegativeInfinity || _isWildcard ? 0 - Math.Log(Count) : _row[_tokens[child]] - _total);

    public int TokenOf(int child) => _tokens[child];

    private double Entropy()
    {
        var entropy = 0.0;
        for (var child = 0; child < Count && _total > double.NegativeInfinity; child++)
        {
            var logProbability = _row[_tokens[child]] - _total;
            entropy -= logProbability < -700 ? 0 : Math.Exp(logProbability) * logProbability;
        }

        return entropy;
    }

    /// <summary>The logarithm of what the scorer gives all children together; not below the highest of theirs.</summary>
    private static double Total(TokenScores row, ReadOnlySpan<int> tokens)
    {
        var highest = double.NegativeInfinity;
        foreach (var token in tokens)
        {
            highest = Math.Max(highest, row.Checked(token));
        }

        if (tokens.Length == 1 || highest == double.NegativeInfinity)
        {
            return highest;
        }

        var sum = 0.0; // at least 1, the highest's share
        foreach (var token in tokens)
        {
            sum += Math.Exp(row[token] - highest);
        }

        return highest + Math.Log(sum);
    }
}
