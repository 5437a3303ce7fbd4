namespace Eidetic.Identifiers;

/// <summary>
/// A part of a trie: the nodes on a path to an allowed image, one bit a node. Made by <see cref="IdentifierTrie.Restrict"/>; immutable
/// for its users and safe to use from several threads.
/// </summary>
public sealed class TrieMask
{
    private readonly IdentifierTrie _trie;
    private readonly ulong[] _bits;

    internal TrieMask(IdentifierTrie trie)
    {
        _trie = trie;
        _bits = new ulong[((long)trie.NodeCount + 63) / 64];
    }

    /// <summary>Number of images allowed.</summary>
    public int ImageCount { get; private set; }

    /// <summary>Number of identifiers allowed: at least one an image.</summary>
    public int LeafCount { get; private set; }

    /// <summary>Whether a node lies on a path to an allowed image.</summary>
    /// <param name="node">A node of the trie.</param>
    public bool Allows(int node) => (_bits[node >>> 6] >>> node & 1) != 0;

    /// <summary>Whether an image is allowed.</summary>
    /// <param name="image">An image of the trie.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public bool AllowsImage(int image) => Allows(_trie.LeavesOf(image)[0]);

    /// <summary>Whether the mask was made from this trie.</summary>
    /// <param name="trie">A trie.</param>
    public bool IsOf(IdentifierTrie trie) => ReferenceEquals(_trie, trie);

    internal void Allow(int image)
    {
        var leaves = _trie.LeavesOf(image);
        if (Allows(leaves[0]))
        {
            return;
        }

        foreach (var leaf in leaves)
        {
            for (var node = leaf; node >= 0 && !Allows(node); node = _trie.ParentOf(node))
            {
                _bits[node >>> 6] |= 1UL << node;
            }
        }

        ImageCount++;
        LeafCount += leaves.Length;
    }
}
