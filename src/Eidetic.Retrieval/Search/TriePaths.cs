using Eidetic.Identifiers;

namespace Eidetic.Retrieval;

/// <summary>Walks a trie up and down.</summary>
public static class TriePaths
{
    /// <summary>The nodes on the way from the root, which is left out, to a node, which comes last.</summary>
    /// <param name="trie">The trie.</param>
    /// <param name="node">A node; the root gives none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public static int[] NodesTo(this IdentifierTrie trie, int node)
    {
        ArgumentNullException.ThrowIfNull(trie);
        var path = new List<int>();
        for (var at = node; trie.ParentOf(at) >= 0; at = trie.ParentOf(at))
        {
            path.Add(at);
        }

        path.Reverse();
        return [.. path];
    }

    /// <summary>The only identifier that goes through a node: the node itself where it is a leaf; -1 where several do.</summary>
    /// <param name="trie">The trie, held while it is asked.</param>
    /// <param name="node">A node.</param>
    internal static int OnlyLeafBelow(this IdentifierTrie trie, int node)
    {
        while (trie.ImageOf(node) < 0)
        {
            if (trie.ChildTokens(node).Length != 1)
            {
                return -1;
            }

            node = trie.FirstChild(node);
        }

        return node;
    }

    /// <summary>The distinct images whose identifiers go through a node, ascending.</summary>
    /// <param name="trie">The trie.</param>
    /// <param name="node">A node.</param>
    /// <param name="mask">A restriction made from the same trie, or null for every image.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public static int[] ImagesBelow(this IdentifierTrie trie, int node, TrieMask? mask = null)
    {
        ArgumentNullException.ThrowIfNull(trie);
        using var hold = trie.Hold();
        var images = new List<int>();
        var open = new Stack<int>([node]);
        while (open.TryPop(out var next))
        {
            if (mask is not null && !mask.Allows(next))
            {
                continue;
            }

            if (trie.ImageOf(next) is >= 0 and var image)
            {
                images.Add(image);
                continue;
            }

            var (first, count) = (trie.FirstChild(next), trie.ChildTokens(next).Length);
            for (var child = first; child < first + count; child++)
            {
                open.Push(child);
            }
        }

        images.Sort();
        return [.. images.Distinct()];
    }
}
