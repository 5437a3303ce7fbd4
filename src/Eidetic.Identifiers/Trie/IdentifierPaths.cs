namespace Eidetic.Identifiers;

/// <summary>
/// The identifiers in use while new images are named one after the other: those of a trie and those given since. One thread at a time.
/// </summary>
/// <param name="trie">The identifiers in use before; stays the caller's.</param>
public sealed class IdentifierPaths(IdentifierTrie trie)
{
    private readonly Dictionary<(int Node, int Token), int> _nodes = [];
    private readonly HashSet<int> _leaves = [];

    /// <summary>Looks a sequence of tokens up; an <see cref="IdentifierPathLookup"/>.</summary>
    /// <param name="path">Tokens, first to last.</param>
    public IdentifierPathUse Look(ReadOnlySpan<int> path)
    {
        if (trie.Find(path) is >= 0 and var known)
        {
            return trie.ImageOf(known) >= 0 ? IdentifierPathUse.Leaf : IdentifierPathUse.Inner;
        }

        var node = 0;
        foreach (var token in path)
        {
            if (!_nodes.TryGetValue((node, token), out node))
            {
                return IdentifierPathUse.Free;
            }
        }

        return _leaves.Contains(node) ? IdentifierPathUse.Leaf : IdentifierPathUse.Inner;
    }

    /// <summary>Takes a new identifier into use.</summary>
    /// <param name="identifier">Tokens; free, and neither the beginning of another nor behind one.</param>
    public void Add(IReadOnlyList<int> identifier)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        var node = 0;
        foreach (var token in identifier)
        {
            if (!_nodes.TryGetValue((node, token), out var next))
            {
                next = _nodes.Count + 1;
                _nodes.Add((node, token), next);
            }

            node = next;
        }

        _leaves.Add(node);
    }
}
