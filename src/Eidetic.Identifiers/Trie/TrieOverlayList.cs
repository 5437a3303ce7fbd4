namespace Eidetic.Identifiers;

/// <summary>Numbers the nodes of an overlay, level by level: every node whose children changed gets a list of all of them.</summary>
internal sealed class TrieOverlayList
{
    private readonly List<int> _tokens = [];
    private readonly List<int> _parents = [];
    private readonly List<int> _packed = [];
    private readonly List<int> _images = [];
    private readonly int _packedNodes;
    private readonly IdentifierTrie _packedTrie;

    public TrieOverlayList(int packedNodes, TrieChange root, IdentifierTrie packedTrie)
    {
        (_packedNodes, _packedTrie) = (packedNodes, packedTrie);
        var waiting = new Queue<(TrieChange Change, int Node)>([(root, IdentifierTrie.Root)]);
        while (waiting.TryDequeue(out var next))
        {
            if (next.Change.HasOtherChildren)
            {
                List(next.Change, next.Node);
            }

            foreach (var (token, child) in next.Change.Children)
            {
                waiting.Enqueue((child, NodeOf(next.Node, next.Change, token)));
            }
        }
    }

    public int[] Tokens => [.. _tokens];

    public int[] Parents => [.. _parents];

    public int[] Packed => [.. _packed];

    public int[] Images => [.. _images];

    public Dictionary<int, (int First, int End)> Children { get; } = [];

    public Dictionary<int, int> StandIns { get; } = [];

    private void List(TrieChange change, int node)
    {
        var first = _packedNodes + _tokens.Count;
        var packedTokens = change.PackedNode < 0 ? [] : _packedTrie.ChildTokens(change.PackedNode);
        var firstPacked = change.PackedNode < 0 ? -1 : _packedTrie.FirstChild(change.PackedNode);
        var at = 0;
        foreach (var (token, child) in change.Children.Where(child => child.Node.PackedNode < 0))
        {
            at = ListPacked(change, packedTokens, at, token, firstPacked, node);
            Append(token, node, packed: -1, child.Image);
        }

        ListPacked(change, packedTokens, at, int.MaxValue, firstPacked, node);
        Children[node] = (first, _packedNodes + _tokens.Count);
    }

    // The packed children below a token that are left.
    private int ListPacked(TrieChange change, ReadOnlySpan<int> tokens, int at, int end, int firstPacked, int node)
    {
        for (; at < tokens.Length && tokens[at] < end; at++)
        {
            if (!change.HasLost(tokens[at]))
            {
                StandIns[firstPacked + at] = _packedNodes + _tokens.Count;
                Append(tokens[at], node, firstPacked + at, image: -1);
            }
        }

        // A new child in the place of a packed one that is gone.
        return at < tokens.Length && tokens[at] == end ? at + 1 : at;
    }

    private void Append(int token, int parent, int packed, int image)
    {
        _tokens.Add(token);
        _parents.Add(parent);
        _packed.Add(packed);
        _images.Add(image);
    }

    private int NodeOf(int node, TrieChange change, int token)
    {
        if (Children.TryGetValue(node, out var range))
        {
            return range.First + _tokens.BinarySearch(range.First - _packedNodes, range.End - range.First, token, Comparer<int>.Default) - (range.First - _packedNodes);
        }

        return _packedTrie.FirstChild(change.PackedNode) + _packedTrie.ChildTokens(change.PackedNode).BinarySearch(token);
    }
}
