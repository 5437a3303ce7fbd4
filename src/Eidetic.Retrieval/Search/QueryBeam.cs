using Eidetic.Identifiers;

namespace Eidetic.Retrieval;

/// <summary>The live and the finished paths of one query.</summary>
internal sealed class QueryBeam(IdentifierTrie trie, TrieMask? mask, int width, bool trace, double? wildcardEntropy)
{
    private readonly List<Hypothesis> _live = [];
    private readonly BestHypotheses _finished = new(width, trie.NodeOrder);
    private readonly TraceLog? _log = trace ? new TraceLog() : null;
    private readonly List<Rivals> _rivals = [];

    /// <summary>The paths whose next tokens are scored next, best first; none when the query is answered.</summary>
    public bool IsLive => _live.Count > 0;

    /// <summary>Begins at the root, which the scorer's first call scores in a row for each query.</summary>
    public void Begin(int row) => _live.Add(new Hypothesis(Score: 0, IdentifierTrie.Root, row, LogProbability: 0));

    /// <summary>Asks for a row for every live path.</summary>
    public void Extend(ScoredRows rows)
    {
        for (var i = 0; i < _live.Count; i++)
        {
            var node = _live[i].Node;
            _live[i] = _live[i] with { Row = rows.Extend(_live[i].Row, trie.TokenOf(node), trie.ChildTokens(node)) };
        }
    }

    /// <summary>
    /// Moves one token on: leaves join the finished paths, and of the inner nodes the best stay live. A live path that cannot enter
    /// the finished ones is dropped: scores only fall, and its leaves, being deeper and so greater nodes, lose every tie. Where only one
    /// identifier goes on, its tokens are certain, so it is finished without asking for them.
    /// </summary>
    /// <param name="rows">The scores of the live paths.</param>
    /// <param name="next">Scratch.</param>
    public void Advance(ScoredRows rows, BestHypotheses next)
    {
        next.Clear();
        foreach (var path in _live)
        {
            var scores = new ChildScores(rows[path.Row], trie.ChildTokens(path.Node), wildcardEntropy);
            if (_log is not null)
            {
                _rivals.Add(new Rivals(trie, mask, path.Node, scores));
            }

            AddChildren(path, scores, next);
        }

        var inner = next.Sort();
        while (inner.Length > 0 && _finished.IsFull && inner[^1].Score <= _finished.Floor)
        {
            inner = inner[..^1];
        }

        if (_log is not null)
        {
            Log(_finished.Kept);
            Log(inner);
            _rivals.Clear();
        }

        _live.Clear();
        _live.AddRange(inner);
    }

    /// <summary>The best images among the finished paths. Ends the use of the beam.</summary>
    public IReadOnlyList<RecalledImage> Rank(int top)
    {
        var places = new Dictionary<int, int>();
        var found = new List<(int Image, Hypothesis Best, double Sum)>();
        foreach (var path in _finished.Sort())
        {
            var image = trie.ImageOf(path.Node);
            if (places.TryGetValue(image, out var place))
            {
                var (_, best, sum) = found[place];
                found[place] = (image, best, best.Score == double.NegativeInfinity ? sum : sum + Math.Exp(path.Score - best.Score));
            }
            else
            {
                places.Add(image, found.Count);
                found.Add((image, path, Sum: 1));
            }
        }

        return
        [
            .. found
                .Select(entry => (entry.Image, entry.Best, LogProbability: Math.Min(0, entry.Best.Score + Math.Log(entry.Sum))))
                .OrderByDescending(entry => entry.LogProbability)
                .ThenBy(entry => entry.Image)
                .Take(top)
                .Select(entry => new RecalledImage
                {
                    Image = entry.Image,
                    Leaf = entry.Best.Node,
                    LogProbability = entry.LogProbability,
                    Trace = _log?.PathTo(entry.Best.Step) ?? [],
                }),
        ];
    }

    private void AddChildren(Hypothesis path, ChildScores scores, BestHypotheses next)
    {
        var first = trie.FirstChild(path.Node);
        for (var j = 0; j < scores.Count; j++)
        {
            var logProbability = scores[j];
            var (score, child) = (path.Score + logProbability, first + j);
            if (score < _finished.Floor || (mask is not null && !mask.Allows(child)))
            {
                continue;
            }

            if (!_finished.Admits(score, child) && !next.Admits(score, child))
            {
                continue;
            }

            var leaf = trie.OnlyLeafBelow(child);
            var (kept, node) = leaf >= 0 ? (_finished, leaf) : (next, child);
            if (kept.Admits(score, node))
            {
                kept.Add(new Hypothesis(score, node, path.Row, logProbability));
            }
        }
    }

    /// <summary>Writes down the last step of each path that has just been taken on.</summary>
    private void Log(Span<Hypothesis> paths)
    {
        foreach (ref var path in paths)
        {
            if (path.Step == Hypothesis.Unlogged)
            {
                var parent = path.Row - _live[0].Row; // rows of a query are consecutive
                path = path with { Step = Log(path, _live[parent], _rivals[parent]) };
            }
        }
    }

    /// <summary>Writes down the step from a path to one of its children, and those after it that are certain.</summary>
    /// <returns>The last of them.</returns>
    private int Log(Hypothesis path, Hypothesis parent, Rivals rivals)
    {
        var certain = new Stack<int>();
        var node = path.Node;
        for (; trie.ParentOf(node) != parent.Node; node = trie.ParentOf(node))
        {
            certain.Push(node);
        }

        var last = _log!.Add(parent.Step, rivals.StepOf(trie.TokenOf(node), path.LogProbability));
        while (certain.TryPop(out var next))
        {
            last = _log.Add(last, new PathStep(trie.TokenOf(next), LogProbability: 0, RunnerUp: null, RunnerUpLogProbability: null));
        }

        return last;
    }
}
