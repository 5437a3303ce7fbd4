using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// Builds a trie level by level: the identifiers below a node are a range of one order, sorted by the next token, and each run of
/// equal tokens becomes a child. One pass a level over plain integers; no objects per node.
/// </summary>
internal sealed class TrieBuilder
{
    private readonly int _images;
    private readonly int[] _imageOf;   // [identifiers]
    private readonly int[] _starts;    // [identifiers + 1]: where an identifier's tokens begin in _all
    private readonly int[] _all;       // tokens of all identifiers, one after the other
    private readonly int[] _order;     // identifiers, those below one node side by side
    private readonly int[] _keys;      // scratch, parallel to _order: the token at the depth in work
    private readonly List<int> _tokens = [-1];
    private readonly List<int> _parents = [-1];
    private readonly List<int> _links = [0];

    public TrieBuilder(IReadOnlyList<ImageIdentifier> identifiers, int images)
    {
        _images = images;
        _imageOf = new int[identifiers.Count];
        _starts = new int[identifiers.Count + 1];
        for (var i = 0; i < identifiers.Count; i++)
        {
            var (image, tokens) = identifiers[i];
            if ((uint)image >= (uint)images)
            {
                throw Refused($"Expected images 0 to {images - 1}, got image {image} at identifier {i}.");
            }

            if (tokens.Count == 0)
            {
                throw Refused($"Expected at least one token an identifier, got none for image {image}.");
            }

            _imageOf[i] = image;
            _starts[i + 1] = checked(_starts[i] + tokens.Count);
        }

        _all = Flatten(identifiers);
        _order = new int[identifiers.Count];
        _keys = new int[identifiers.Count];
    }

    public TrieArrays Build()
    {
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        var (level, next) = (new List<(int Low, int High)> { (0, _order.Length) }, new List<(int Low, int High)>());
        var (depth, firstNode) = (0, 0);
        for (; level.Count > 0; depth++)
        {
            next.Clear();
            for (var i = 0; i < level.Count; i++)
            {
                Expand(firstNode + i, level[i].Low, level[i].High, depth, next);
            }

            firstNode += level.Count;
            (level, next) = (next, level);
        }

        var (leafStarts, leafNodes) = IndexLeaves();
        return new TrieArrays
        {
            Images = _images,
            MaxDepth = depth - 1,
            Tokens = _tokens.ToArray(),
            Parents = _parents.ToArray(),
            Links = _links.ToArray(),
            LeafStarts = leafStarts,
            LeafNodes = leafNodes,
        };
    }

    private static int[] Flatten(IReadOnlyList<ImageIdentifier> identifiers)
    {
        var all = new int[identifiers.Sum(identifier => identifier.Tokens.Count)];
        var at = 0;
        foreach (var (image, tokens) in identifiers)
        {
            for (var i = 0; i < tokens.Count; i++)
            {
                all[at++] = tokens[i] >= 0 ? tokens[i] : throw Refused($"Expected tokens from 0 on, got {tokens[i]} for image {image}.");
            }
        }

        return all;
    }

    /// <summary>Makes a leaf of a node with one finished identifier, and gives any other node its children.</summary>
    private void Expand(int node, int low, int high, int depth, List<(int Low, int High)> next)
    {
        if (high - low == 1 && LengthOf(_order[low]) == depth)
        {
            _links[node] = ~_imageOf[_order[low]];
            return;
        }

        for (var i = low; i < high; i++)
        {
            _keys[i] = LengthOf(_order[i]) > depth ? _all[_starts[_order[i]] + depth] : throw Clash(low, high, _order[i], depth);
        }

        if (high - low > 1)
        {
            Array.Sort(_keys, _order, low, high - low);
        }

        _links[node] = _tokens.Count;
        while (low < high)
        {
            var end = low + 1;
            while (end < high && _keys[end] == _keys[low])
            {
                end++;
            }

            _tokens.Add(_keys[low]);
            _parents.Add(node);
            _links.Add(0);
            next.Add((low, end));
            low = end;
        }
    }

    private (int[] Starts, int[] Nodes) IndexLeaves()
    {
        var starts = new int[_images + 1];
        foreach (var link in _links)
        {
            if (link < 0)
            {
                starts[~link + 1]++;
            }
        }

        for (var image = 0; image < _images; image++)
        {
            if (starts[image + 1] == 0)
            {
                throw Refused($"Expected at least one identifier for every image, got none for image {image}.");
            }

            starts[image + 1] += starts[image];
        }

        var nodes = new int[_imageOf.Length];
        var filled = starts.AsSpan(0, _images).ToArray();
        for (var node = 0; node < _links.Count; node++)
        {
            if (_links[node] < 0)
            {
                nodes[filled[~_links[node]]++] = node;
            }
        }

        return (nodes.Length == _images ? [] : starts, nodes);
    }

    private int LengthOf(int identifier) => _starts[identifier + 1] - _starts[identifier];

    private ArgumentException Clash(int low, int high, int finished, int depth)
    {
        var other = _order[low..high].First(identifier => identifier != finished);
        var tokens = string.Join(
            ' ', _all[_starts[finished].._starts[finished + 1]].Select(token => token.ToString(CultureInfo.InvariantCulture)));
        var (image, otherImage) = (_imageOf[finished], _imageOf[other]);
        return LengthOf(other) == depth
            ? Refused($"Expected distinct identifiers, got [{tokens}] for image {image} and for image {otherImage}.")
            : Refused($"Expected prefix-free identifiers, got [{tokens}] of image {image} as the beginning of one of image {otherImage}.");
    }

    private static ArgumentException Refused(FormattableString message) => new(FormattableString.Invariant(message));
}
