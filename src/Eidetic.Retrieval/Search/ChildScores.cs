namespace Eidetic.Retrieval;

/// <summary>
/// What a scorer's row says about the children of one node: log-probabilities normalized over all of them, so that whatever the scorer
/// gives to tokens that the trie does not know after the path changes nothing.
/// </summary>
internal readonly ref struct ChildScores
{
    private readonly ReadOnlySpan<float> _row;
    private readonly ReadOnlySpan<int> _tokens;
    private readonly double _total;

    /// <param name="row">float32 [vocab], log-probabilities of the tokens that follow a path.</param>
    /// <param name="tokens">Those of them that the whole trie knows after the path, at least one.</param>
    /// <exception cref="InvalidOperationException">The scorer does not know a token, or gave no log-probability.</exception>
    public ChildScores(ReadOnlySpan<float> row, ReadOnlySpan<int> tokens)
    {
        _row = row;
        _tokens = tokens;
        _total = Total(row, tokens);
    }

    public int Count => _tokens.Length;

    /// <summary>
    /// The log-probability of a child: never above 0, and exactly 0 where there is no other. Where the scorer gives none of them any
    /// probability, they share it evenly. A float, so that how it was computed decides no tie: equal choices in another order score equal.
    /// </summary>
    public float this[int child] => (float)(_total == double.NegativeInfinity ? 0 - Math.Log(Count) : _row[_tokens[child]] - _total);

    public int TokenOf(int child) => _tokens[child];

    /// <summary>The logarithm of what the scorer gives all children together; not below the highest of theirs.</summary>
    private static double Total(ReadOnlySpan<float> row, ReadOnlySpan<int> tokens)
    {
        var highest = double.NegativeInfinity;
        foreach (var token in tokens)
        {
            highest = Math.Max(highest, Scores.At(row, token));
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
