using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// The prefix tree of the identifiers that exist: what a recall may name. Nodes are numbers from 0 (the root) on, in breadth-first
/// order: the children of a node are consecutive, ascending by token, and greater than their parent; a leaf is a whole identifier.
/// Packed integer arrays, at most 16 bytes a node when every image has one identifier; they may be mapped from an
/// <see cref="IdentifierBook"/>'s file. Immutable and safe to use from several threads until disposed.
/// </summary>
/// <remarks>
/// What <see cref="Amend"/> gives shares the packed arrays and lays what came and went over them; it is asked in the same way and answers as
/// a trie built anew would, but for the numbers of its nodes: those below changes come after all packed ones, and numbers that stand for
/// nothing any more are not reused, so <see cref="NodeOrder"/> and not the number tells which node comes first.
/// </remarks>
public sealed partial class IdentifierTrie : IDisposable
{
    /// <summary>The node every identifier starts from.</summary>
    public const int Root = 0;

    private readonly TrieArrays _arrays;
    private readonly Func<IDisposable>? _hold;
    private readonly TrieOverlay? _overlay;
    private volatile bool _disposed;

    internal IdentifierTrie(TrieArrays arrays, Func<IDisposable>? hold = null, TrieOverlay? overlay = null)
    {
        _arrays = arrays;
        _hold = hold;
        _overlay = overlay;
    }

    /// <summary>Number of nodes, the root included; one more than the highest number of a node.</summary>
    public int NodeCount => _overlay?.NodeCount ?? _arrays.Tokens.Length;

    /// <summary>Number of identifiers.</summary>
    public int LeafCount => _overlay?.LeafCount ?? _arrays.LeafNodes.Length;

    /// <summary>Number of images; each has at least one leaf.</summary>
    public int ImageCount => _overlay?.ImageCount ?? _arrays.Images;

    /// <summary>Tokens of the longest identifier; of an amended trie, of the longest there ever was.</summary>
    public int MaxDepth => _overlay?.MaxDepth ?? _arrays.MaxDepth;

    internal TrieArrays Arrays
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _arrays;
        }
    }

    /// <summary>Builds the trie of distinct, prefix-free identifiers.</summary>
    /// <param name="identifiers">At least one identifier for every image; tokens from 0 on.</param>
    /// <param name="images">Number of images.</param>
    /// <exception cref="ArgumentException">
    /// Identifiers are empty, equal, or one is the beginning of another; an image is out of range or has no identifier.
    /// </exception>
    public static IdentifierTrie Build(IReadOnlyList<ImageIdentifier> identifiers, int images)
    {
        ArgumentNullException.ThrowIfNull(identifiers);
        if (identifiers.Count == 0 || images < 1)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Expected at least one image and one identifier, got {images} and {identifiers.Count}."),
                nameof(identifiers));
        }

        return new IdentifierTrie(new TrieBuilder(identifiers, images).Build());
    }

    /// <summary>The tokens that may follow a node, ascending; empty for a leaf. Child j is node <c>FirstChild(node) + j</c>.</summary>
    /// <param name="node">A node.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public ReadOnlySpan<int> ChildTokens(int node)
    {
        if (_overlay is not null)
        {
            if (_overlay.TryGetChildren(Checked(node), out _, out var tokens))
            {
                return tokens;
            }

            if (_overlay.Owns(node) && (node = _overlay.PackedOf(node)) < 0)
            {
                return [];
            }
        }

        var first = PackedFirstChild(node);
        return first < 0 ? [] : _arrays.Tokens.Span[first..ChildEnd(node, first)];
    }

    /// <summary>The first child of a node, or -1 for a leaf.</summary>
    /// <param name="node">A node.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public int FirstChild(int node)
    {
        if (_overlay is not null)
        {
            if (_overlay.TryGetChildren(Checked(node), out var first, out _))
            {
                return first;
            }

            if (_overlay.Owns(node) && (node = _overlay.PackedOf(node)) < 0)
            {
                return -1;
            }
        }

        return PackedFirstChild(node);
    }

    /// <summary>The token that leads to a node; -1 for the root.</summary>
    /// <param name="node">A node.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public int TokenOf(int node) =>
        _overlay is not null && _overlay.Owns(Checked(node)) ? _overlay.TokenOf(node) : Arrays.Tokens.Span[Checked(node)];

    /// <summary>The parent of a node; -1 for the root.</summary>
    /// <param name="node">A node.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public int ParentOf(int node)
    {
        if (_overlay is not null && _overlay.Owns(Checked(node)))
        {
            return _overlay.ParentOf(node);
        }

        var parent = Arrays.Parents.Span[Checked(node)];
        return node == Root ? -1 : (uint)parent < (uint)node ? _overlay?.InPlaceOf(parent) ?? parent : throw _arrays.Damaged(node);
    }

    /// <summary>The image a leaf names; -1 for an inner node.</summary>
    /// <param name="node">A node.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public int ImageOf(int node)
    {
        if (_overlay is null)
        {
            return PackedImageOf(node);
        }

        var packed = _overlay.Owns(Checked(node)) ? _overlay.PackedOf(node) : node;
        var image = packed < 0 ? -1 : PackedImageOf(packed);
        return packed < 0 ? _overlay.AddedImageOf(node) : image < 0 ? -1 : _overlay.ImageOfPacked(image);
    }

    /// <summary>The node a sequence of tokens leads to from the root, or -1 when no identifier begins like it.</summary>
    /// <param name="tokens">Tokens; none gives the root.</param>
    public int Find(ReadOnlySpan<int> tokens)
    {
        var node = Root;
        foreach (var token in tokens)
        {
            var child = ChildTokens(node).BinarySearch(token);
            if (child < 0)
            {
                return -1;
            }

            node = FirstChild(node) + child;
        }

        return node;
    }

    /// <summary>The tokens that lead from the root to a node; for a leaf, the identifier.</summary>
    /// <param name="node">A node.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public int[] PathTo(int node)
    {
        Checked(node);
        var path = new int[MaxDepth];
        var at = path.Length;
        for (var step = node; step != Root; step = ParentOf(step))
        {
            path[at > 0 ? --at : throw _arrays.Damaged(node)] = TokenOf(step);
        }

        return path[at..];
    }

    /// <summary>The leaves that name an image, ascending; at least one.</summary>
    /// <param name="image">An image.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<int> LeavesOf(int image)
    {
        var arrays = Arrays;
        if ((uint)image >= (uint)ImageCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(image), image, FormattableString.Invariant($"Expected an image from 0 to {ImageCount - 1}, got {image}."));
        }

        if (_overlay is not null)
        {
            if (_overlay.TryGetLeaves(image, out var changed))
            {
                return changed;
            }

            image = _overlay.PackedOfImage(image);
        }

        var (start, end) = arrays.LeafStarts.IsEmpty
            ? (image, image + 1)
            : (arrays.LeafStarts.Span[image], arrays.LeafStarts.Span[image + 1]);
        if (start < 0 || start >= end || end > arrays.LeafNodes.Length)
        {
            throw arrays.Damaged(Root);
        }

        var leaves = arrays.LeafNodes.Span[start..end];
        foreach (var leaf in leaves)
        {
            if ((uint)leaf >= (uint)arrays.Links.Length || arrays.Links.Span[leaf] != ~image)
            {
                throw arrays.Damaged(leaf);
            }
        }

        return leaves;
    }

    /// <summary>Marks every node on a path to an allowed image: the trie as it is for these images alone.</summary>
    /// <param name="images">Images that may be named; repetitions do no harm.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public TrieMask Restrict(IEnumerable<int> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var mask = new TrieMask(this);
        foreach (var image in images)
        {
            mask.Allow(image);
        }

        return mask;
    }

    /// <summary>
    /// Keeps a mapped file in place until the result is disposed, so that a disposal on another thread meanwhile ends the reader with an
    /// <see cref="ObjectDisposedException"/> and pulls no memory from under its spans.
    /// </summary>
    public IDisposable Hold()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _hold?.Invoke() ?? NothingHeld.Instance;
    }

    /// <summary>Ends the use of the trie. A trie of a book does not close the book.</summary>
    public void Dispose() => _disposed = true;

    /// <summary>
    /// Where the children that begin at <paramref name="first"/> end: doubling steps, then halving, over the rising parents.
    /// </summary>
    private int ChildEnd(int node, int first)
    {
        var parents = _arrays.Parents.Span;
        var (low, step) = (first, 1);
        while (low + step < parents.Length && parents[low + step] == node)
        {
            low += step;
            step = Math.Min(step * 2, parents.Length - low);
        }

        var high = Math.Min(low + step, parents.Length);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = parents[middle] == node ? (middle, high) : (low, middle);
        }

        return high;
    }

    private int PackedFirstChild(int node)
    {
        var link = Link(node);
        if (link < 0 && node != Root)
        {
            return -1;
        }

        return link > node && link < _arrays.Links.Length ? link : throw _arrays.Damaged(node);
    }

    private int PackedImageOf(int node)
    {
        var link = Link(node);
        return link >= 0 ? -1 : ~link < _arrays.Images ? ~link : throw _arrays.Damaged(node);
    }

    private int Link(int node) => Arrays.Links.Span[Checked(node)];

    private int Checked(int node) => (uint)node < (uint)NodeCount
        ? node
        : throw new ArgumentOutOfRangeException(
            nameof(node), node, FormattableString.Invariant($"Expected a node from 0 to {NodeCount - 1}, got {node}."));

    private sealed class NothingHeld : IDisposable
    {
        public static readonly NothingHeld Instance = new();

        public void Dispose()
        {
        }
    }
}
