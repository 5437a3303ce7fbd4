using Eidetic.Identifiers;

namespace Eidetic.Retrieval;

/// <summary>The two likeliest tokens that a node allows; what runner-up a choice had follows from them.</summary>
internal readonly struct Rivals
{
    private readonly int _first;
    private readonly int _second;
    private readonly float _firstLogProbability;
    private readonly float _secondLogProbability;

    /// <param name="trie">The trie.</param>
    /// <param name="mask">What is allowed of it, or null for all.</param>
    /// <param name="node">An inner node.</param>
    /// <param name="scores">Of its children.</param>
    public Rivals(IdentifierTrie trie, TrieMask? mask, int node, ChildScores scores)
    {
        (_first, _second) = (-1, -1);
        var firstChild = trie.FirstChild(node);
        for (var j = 0; j < scores.Count; j++)
        {
            if (mask is not null && !mask.Allows(firstChild + j))
            {
                continue;
            }

            var logProbability = scores[j];
            if (_first < 0 || logProbability > _firstLogProbability)
            {
                (_second, _secondLogProbability) = (_first, _firstLogProbability);
                (_first, _firstLogProbability) = (scores.TokenOf(j), logProbability);
            }
            else if (_second < 0 || logProbability > _secondLogProbability)
            {
                (_second, _secondLogProbability) = (scores.TokenOf(j), logProbability);
            }
        }
    }

    /// <summary>The step that takes a token here.</summary>
    public PathStep StepOf(int token, float logProbability)
    {
        var (rival, rivalLogProbability) = token == _first ? (_second, _secondLogProbability) : (_first, _firstLogProbability);
        return new PathStep(token, logProbability, rival < 0 ? null : rival, rival < 0 ? null : rivalLogProbability);
    }
}
