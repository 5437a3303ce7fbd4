using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>Identifiers to add to a packed trie and images to remove from it, as a small tree of the nodes on their paths.</summary>
internal sealed class TrieChanges
{
    private readonly HashSet<int> _removed = [];

    /// <param name="packedTrie">The trie that is changed.</param>
    /// <param name="removed">Its images that go.</param>
    /// <param name="added">Identifiers that come; their images are counted from 0.</param>
    /// <param name="addedImages">Number of images that come, each with at least one identifier.</param>
    /// <exception cref="ArgumentException">Identifiers are not prefix-free, or an image is out of range or without identifier.</exception>
    public TrieChanges(IdentifierTrie packedTrie, IEnumerable<int> removed, IReadOnlyList<ImageIdentifier> added, int addedImages)
    {
        (PackedTrie, AddedImages) = (packedTrie, addedImages);
        foreach (var image in removed)
        {
            if (_removed.Add(image))
            {
                Remove(packedTrie.LeavesOf(image));
            }
        }

        var isNamed = new bool[addedImages];
        foreach (var (image, tokens) in added)
        {
            if ((uint)image >= (uint)addedImages || tokens.Count == 0)
            {
                throw Refused($"Expected identifiers of at least one token for images 0 to {addedImages - 1}, got {tokens.Count} tokens for image {image}.");
            }

            Add(image, tokens);
            isNamed[image] = true;
        }

        if (Array.IndexOf(isNamed, value: false) is >= 0 and var unnamed)
        {
            throw Refused($"Expected at least one identifier for every image, got none for added image {unnamed}.");
        }

        Root.Settle(packedTrie);
        if (Root.IsEmpty)
        {
            throw Refused($"Expected at least one image to stay or to come, got none.");
        }
    }

    public IdentifierTrie PackedTrie { get; }

    public TrieChange Root { get; } = new(IdentifierTrie.Root);

    public int AddedImages { get; }

    public int AddedLeaves { get; private set; }

    public int RemovedLeaves { get; private set; }

    /// <summary>Tokens of the longest identifier that comes; 0 where none does.</summary>
    public int LongestAdded { get; private set; }

    /// <summary>Numbers the images that stay, without gaps.</summary>
    /// <returns>For each packed image its number, or -1; for each number its packed image. Null where every image stays.</returns>
    public (int[]? ImageOfPacked, int[]? PackedOfImage) Renumber(int packedImages)
    {
        if (_removed.Count == 0)
        {
            return (null, null);
        }

        var numbers = new int[packedImages];
        var staying = new List<int>(packedImages - _removed.Count);
        for (var image = 0; image < packedImages; image++)
        {
            numbers[image] = _removed.Contains(image) ? -1 : staying.Count;
            if (numbers[image] >= 0)
            {
                staying.Add(image);
            }
        }

        return (numbers, [.. staying]);
    }

    private void Remove(ReadOnlySpan<int> leaves)
    {
        foreach (var leaf in leaves)
        {
            var path = PackedTrie.PathTo(leaf);
            var at = Root;
            foreach (var token in path.AsSpan(0, path.Length - 1))
            {
                at = at.Follow(PackedTrie, token)!;
            }

            at.Kill(path[^1]);
            RemovedLeaves++;
        }
    }

    private void Add(int image, IReadOnlyList<int> tokens)
    {
        var at = Root;
        for (var step = 0; step < tokens.Count; step++)
        {
            var token = tokens[step] >= 0 ? tokens[step] : throw Refused($"Expected tokens from 0 on, got {tokens[step]} for added image {image}.");
            var isLast = step == tokens.Count - 1;
            var next = isLast ? at.Grow(PackedTrie, token, image) : at.Follow(PackedTrie, token);
            at = next ?? throw Refused(
                $"Expected prefix-free identifiers, got [{string.Join(' ', tokens.Select(t => t.ToString(CultureInfo.InvariantCulture)))}] of added image {image}, which begins another or goes on behind it.");
        }

        AddedLeaves++;
        LongestAdded = Math.Max(LongestAdded, tokens.Count);
    }

    private static ArgumentException Refused(FormattableString message) => new(FormattableString.Invariant(message));
}
