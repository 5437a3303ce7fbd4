using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// What was added to a packed trie and removed from it. The packed nodes keep their numbers; a node whose children changed gets a new list
/// of children, numbered behind the packed ones, in which a child that was there before stands for its packed node. So everything that no
/// change touches is read from the packed arrays as ever. Images are renumbered without gaps: those that stayed, in their order, then those
/// added. Immutable.
/// </summary>
internal sealed class TrieOverlay
{
    private readonly int[] _tokens;                                     // [overlay nodes]
    private readonly int[] _parents;                                    // [overlay nodes]
    private readonly int[] _packed;                                     // [overlay nodes]: the packed node it stands for, or -1
    private readonly int[] _images;                                     // [overlay nodes]: the image an added leaf names, or -1
    private readonly Dictionary<int, (int First, int End)> _children;   // by node: its new list of children
    private readonly Dictionary<int, int> _standIns;                    // by packed node: the node that stands for it
    private readonly int[]? _imageOfPacked;                             // [packed images]: its number now, or -1; null where all stayed
    private readonly int[]? _packedOfImage;                             // [images that stayed]; null where all stayed
    private readonly Dictionary<int, int[]> _leaves;                    // by image: leaves, where they are not the packed ones

    public TrieOverlay(TrieArrays packed, TrieChanges changes)
    {
        PackedNodes = packed.Tokens.Length;
        (_imageOfPacked, _packedOfImage) = changes.Renumber(packed.Images);
        StayingImages = _packedOfImage?.Length ?? packed.Images;
        var list = new TrieOverlayList(PackedNodes, changes.Root, changes.PackedTrie);
        (_tokens, _parents, _packed, _children, _standIns) = (list.Tokens, list.Parents, list.Packed, list.Children, list.StandIns);
        _images = [.. list.Images.Select(image => image < 0 ? -1 : StayingImages + image)];
        ImageCount = StayingImages + changes.AddedImages;
        LeafCount = packed.LeafNodes.Length + changes.AddedLeaves - changes.RemovedLeaves;
        MaxDepth = Math.Max(packed.MaxDepth, changes.LongestAdded);
        _leaves = CollectLeaves(changes.PackedTrie);
    }

    public int PackedNodes { get; }

    public int NodeCount => PackedNodes + _tokens.Length;

    public int ImageCount { get; }

    public int StayingImages { get; }

    public int LeafCount { get; }

    public int MaxDepth { get; }

    /// <summary>Whether a node is of the overlay.</summary>
    public bool Owns(int node) => node >= PackedNodes;

    /// <summary>The new list of a node's children, when it has one.</summary>
    public bool TryGetChildren(int node, out int first, out ReadOnlySpan<int> tokens)
    {
        if (!_children.TryGetValue(node, out var range))
        {
            first = -1;
            tokens = [];
            return false;
        }

        first = range.First;
        tokens = _tokens.AsSpan(range.First - PackedNodes, range.End - range.First);
        return true;
    }

    public int TokenOf(int node) => _tokens[node - PackedNodes];

    public int ParentOf(int node) => _parents[node - PackedNodes];

    /// <summary>The packed node that a node of the overlay stands for, or -1.</summary>
    public int PackedOf(int node) => _packed[node - PackedNodes];

    /// <summary>The image that an added leaf names, or -1.</summary>
    public int AddedImageOf(int node) => _images[node - PackedNodes];

    /// <summary>The node in a packed node's place.</summary>
    public int InPlaceOf(int packedNode) => _standIns.TryGetValue(packedNode, out var node) ? node : packedNode;

    /// <summary>The number that a packed image has now; -1 when it was removed.</summary>
    public int ImageOfPacked(int packedImage) => _imageOfPacked is null ? packedImage : _imageOfPacked[packedImage];

    /// <summary>The packed number of an image that stayed.</summary>
    public int PackedOfImage(int image) => _packedOfImage is null ? image : _packedOfImage[image];

    /// <summary>The leaves of an image, where they are not those of the packed trie.</summary>
    public bool TryGetLeaves(int image, out ReadOnlySpan<int> leaves)
    {
        var found = _leaves.TryGetValue(image, out var own);
        leaves = own;
        return found;
    }

    private Dictionary<int, int[]> CollectLeaves(IdentifierTrie packedTrie)
    {
        var leaves = new Dictionary<int, List<int>>();
        for (var place = 0; place < _tokens.Length; place++)
        {
            var packedImage = _packed[place] < 0 ? -1 : packedTrie.ImageOf(_packed[place]);
            var image = packedImage < 0 ? _images[place] : ImageOfPacked(packedImage);
            if (image < 0 || leaves.ContainsKey(image))
            {
                if (image >= StayingImages)
                {
                    leaves[image].Add(PackedNodes + place);
                }

                continue;
            }

            // One leaf of a packed image has a stand-in: its others may have one, too.
            leaves[image] = packedImage < 0 ? [PackedNodes + place] : [.. packedTrie.LeavesOf(packedImage).ToArray().Select(InPlaceOf).Order()];
        }

        return leaves.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());
    }
}
