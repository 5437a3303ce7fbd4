namespace Eidetic.Identifiers;

/// <summary>A node on the path of a change.</summary>
/// <param name="packedNode">Its packed node, or -1 for a node that is new.</param>
internal sealed class TrieChange(int packedNode)
{
    private readonly SortedDictionary<int, TrieChange?> _children = []; // null: the packed child is gone
    private int _image = -1;

    public int PackedNode => packedNode;

    /// <summary>The added image that it names, or -1.</summary>
    public int Image => _image;

    /// <summary>Whether no identifier is left below it. Known once settled.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>Whether its list of children is another than the packed one. Known once settled.</summary>
    public bool HasOtherChildren { get; private set; }

    /// <summary>The changed children that are left, ascending by token.</summary>
    public IEnumerable<(int Token, TrieChange Node)> Children =>
        _children.Where(child => child.Value is { IsEmpty: false }).Select(child => (child.Key, child.Value!));

    /// <summary>Goes to an inner child, which is made when it is not there.</summary>
    /// <returns>The child, or null when an identifier ends there.</returns>
    public TrieChange? Follow(IdentifierTrie packedTrie, int token)
    {
        if (!_children.TryGetValue(token, out var child) || child is null)
        {
            var packed = child is null && _children.ContainsKey(token) ? -1 : PackedChild(packedTrie, token);
            if (packed >= 0 && packedTrie.ImageOf(packed) >= 0)
            {
                return null;
            }

            _children[token] = child = new TrieChange(packed);
        }

        return child._image < 0 ? child : null;
    }

    /// <summary>Makes a leaf.</summary>
    /// <returns>The leaf, or null when identifiers go that way already.</returns>
    public TrieChange? Grow(IdentifierTrie packedTrie, int token, int image)
    {
        var isChanged = _children.TryGetValue(token, out var child);
        // What removals emptied may be named anew.
        var isTaken = isChanged ? child is not null && !child.IsBare(packedTrie) : PackedChild(packedTrie, token) >= 0;
        return isTaken ? null : _children[token] = new TrieChange(-1) { _image = image };
    }

    /// <summary>Takes a packed leaf away.</summary>
    public void Kill(int token) => _children[token] = null;

    /// <summary>Finds out, below it and then here, what is empty and whose children are others.</summary>
    public void Settle(IdentifierTrie packedTrie)
    {
        foreach (var child in _children.Values)
        {
            child?.Settle(packedTrie);
        }

        IsEmpty = IsBare(packedTrie);
        HasOtherChildren = !IsEmpty && _children.Any(child => child.Value is null || child.Value.IsEmpty || child.Value.PackedNode < 0);
    }

    /// <summary>Whether a packed child is gone.</summary>
    public bool HasLost(int token) => _children.TryGetValue(token, out var child) && child is null or { IsEmpty: true };

    private bool IsBare(IdentifierTrie packedTrie)
    {
        if (_image >= 0 || _children.Values.Any(child => child is not null && !child.IsBare(packedTrie)))
        {
            return false;
        }

        // Every changed child is bare; the packed ones that no change touches are not.
        var packed = packedNode < 0 ? 0 : packedTrie.ChildTokens(packedNode).Length;
        return packed == _children.Count(child => PackedChild(packedTrie, child.Key) >= 0);
    }

    private int PackedChild(IdentifierTrie packedTrie, int token)
    {
        var place = packedNode < 0 ? -1 : packedTrie.ChildTokens(packedNode).BinarySearch(token);
        return place < 0 ? -1 : packedTrie.FirstChild(packedNode) + place;
    }
}
