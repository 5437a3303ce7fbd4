using Eidetic.Identifiers;

namespace Eidetic.Retrieval.Tests;

/// <summary>The same answers by plain means: enumeration of every identifier, and a beam search without early stop or heaps.</summary>
internal sealed class Oracle(IdentifierTrie trie, int vocabulary, int query, TrieMask? mask = null)
{
    /// <summary>Every allowed leaf with its score, best first.</summary>
    public IReadOnlyList<(int Leaf, double Score)> AllLeaves() =>
        Order(Enumerable.Range(0, trie.NodeCount).Where(node => trie.ImageOf(node) >= 0 && Allows(node)).Select(leaf => (leaf, ScoreOf(leaf))));

    /// <summary>The best leaves that a beam of a width finds when it follows every path until nothing is left to choose.</summary>
    public IReadOnlyList<(int Leaf, double Score)> Beam(int width)
    {
        var finished = new List<(int Node, double Score)>();
        IReadOnlyList<(int Node, double Score)> live = [(IdentifierTrie.Root, 0)];
        while (live.Count > 0)
        {
            var children = live.SelectMany(path => ChildrenOf(path.Node).Select(child => (child, ScoreOf(child)))).ToArray();
            finished.AddRange(children.Where(child => LeavesBelow(child.child).Length == 1).Select(child => (LeavesBelow(child.child)[0], child.Item2)));
            live = [.. Order(children.Where(child => LeavesBelow(child.child).Length > 1)).Take(width)];
        }

        return [.. Order(finished).Take(width)];
    }

    /// <summary>The sum on the way to a node of log-probabilities, each among all siblings.</summary>
    public double ScoreOf(int node)
    {
        var score = 0.0;
        for (var at = node; at != IdentifierTrie.Root; at = trie.ParentOf(at))
        {
            score += LogProbability(at);
        }

        return score;
    }

    /// <summary>The likeliest allowed token after a node's parent other than the node's own, the lower of equal ones.</summary>
    public (int Token, float LogProbability)? RunnerUp(int node)
    {
        var rivals = ChildrenOf(trie.ParentOf(node)).Where(child => child != node).ToArray();
        return rivals.Length == 0 ? null : rivals.Select(child => (trie.TokenOf(child), LogProbability(child))).MaxBy(rival => rival.Item2);
    }

    /// <summary>Images of leaves: log-sums of probabilities, best first.</summary>
    public IReadOnlyList<(int Image, int Leaf, double LogProbability)> Images(IReadOnlyList<(int Leaf, double Score)> leaves) =>
    [
        .. leaves
            .GroupBy(leaf => trie.ImageOf(leaf.Leaf))
            .Select(group => (group.Key, group.First().Leaf, group.Count() == 1 ? group.First().Score : Math.Log(group.Sum(leaf => Math.Exp(leaf.Score)))))
            .OrderByDescending(image => Math.Round(image.Item3, 9))
            .ThenBy(image => image.Key),
    ];

    private static IReadOnlyList<(int Node, double Score)> Order(IEnumerable<(int Node, double Score)> paths) =>
        [.. paths.OrderByDescending(path => path.Score).ThenBy(path => path.Node)];

    /// <summary>In plain probabilities: a node's share of what its siblings, forbidden ones too, have together.</summary>
    private float LogProbability(int node)
    {
        var parent = trie.ParentOf(node);
        var row = TableScorer.RandomRow(vocabulary, query, trie.PathTo(parent));
        return (float)Math.Log(Math.Exp(row[trie.TokenOf(node)]) / trie.ChildTokens(parent).ToArray().Sum(token => Math.Exp(row[token])));
    }

    private int[] LeavesBelow(int node) => trie.ImageOf(node) >= 0
        ? [node]
        : [.. Enumerable.Range(trie.FirstChild(node), trie.ChildTokens(node).Length).SelectMany(LeavesBelow)];

    private bool Allows(int node) => mask?.Allows(node) ?? true;

    private IEnumerable<int> ChildrenOf(int node) => Enumerable.Range(trie.FirstChild(node), trie.ChildTokens(node).Length).Where(Allows);
}
