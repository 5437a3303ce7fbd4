using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// The numbers of a trie, in memory or mapped from a file. Nodes are in breadth-first order, so the children of a node are consecutive
/// and <see cref="Parents"/> never falls: where the children of a node end is where the parent changes. 12 bytes a node, and 4 bytes
/// a leaf (4 more an image where images have several leaves).
/// </summary>
internal sealed record TrieArrays
{
    /// <summary>Number of images; every one has a leaf.</summary>
    public required int Images { get; init; }

    /// <summary>Tokens of the longest identifier.</summary>
    public required int MaxDepth { get; init; }

    /// <summary>int32 [nodes]: the token that leads to the node; -1 for the root.</summary>
    public required ReadOnlyMemory<int> Tokens { get; init; }

    /// <summary>int32 [nodes]: the parent, always a smaller node; -1 for the root.</summary>
    public required ReadOnlyMemory<int> Parents { get; init; }

    /// <summary>int32 [nodes]: the first child of an inner node, always a greater node; the bitwise complement of a leaf's image.</summary>
    public required ReadOnlyMemory<int> Links { get; init; }

    /// <summary>
    /// int32 [images + 1]: where in <see cref="LeafNodes"/> an image's leaves begin. Empty when every image has one leaf.
    /// </summary>
    public required ReadOnlyMemory<int> LeafStarts { get; init; }

    /// <summary>int32 [leaves]: the leaves, by image and then by node.</summary>
    public required ReadOnlyMemory<int> LeafNodes { get; init; }

    /// <summary>The file the numbers are mapped from, or null.</summary>
    public string? File { get; init; }

    /// <summary>What to throw when a number contradicts the form. Only a damaged or forged file has such numbers.</summary>
    public CheckpointFormatException Damaged(int node) => new(
        File ?? "",
        string.Create(CultureInfo.InvariantCulture, $"Expected a sound trie in '{File}', found contradicting numbers at node {node}: "
            + $"restore the file or memorize again."));
}
