using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

public sealed partial class IdentifierTrie
{
    /// <summary>
    /// Which of two nodes comes first in a trie that is built at once: the one nearer to the root, then the one with the lower tokens. Null
    /// where the numbers of the nodes tell it, which is the case until the trie is amended. Beam search breaks ties by it.
    /// </summary>
    public IComparer<int>? NodeOrder => _overlay is null ? null : field ??= new PathOrder(this);

    /// <summary>Whether images came or went since the trie was built.</summary>
    internal bool IsAmended => _overlay is not null;

    /// <summary>
    /// The trie without some images and with others, at once and without building it anew. Every probability that a search gives is among
    /// what is left: removed identifiers count nowhere. Images are renumbered without gaps: those that stay in their order, then those added.
    /// </summary>
    /// <param name="removed">Images that go.</param>
    /// <param name="added">Identifiers that come, whose images are counted from 0.</param>
    /// <param name="addedImages">How many images come, each with at least one identifier.</param>
    /// <returns>A trie over the same arrays; neither disposes the other.</returns>
    /// <exception cref="InvalidOperationException">The trie is an amended one: amend the one it was made from.</exception>
    /// <exception cref="ArgumentException">
    /// The identifiers would not be prefix-free; an image is out of range or without identifier; or no image would be left.
    /// </exception>
    public IdentifierTrie Amend(IEnumerable<int> removed, IReadOnlyList<ImageIdentifier> added, int addedImages)
    {
        ArgumentNullException.ThrowIfNull(removed);
        ArgumentNullException.ThrowIfNull(added);
        ArgumentOutOfRangeException.ThrowIfNegative(addedImages);
        if (IsAmended)
        {
            throw new InvalidOperationException("Expected the trie as it was built, got an amended one: amend the one it was made from.");
        }

        var overlay = new TrieOverlay(Arrays, new TrieChanges(this, removed, added, addedImages));
        return new IdentifierTrie(_arrays, _hold, overlay);
    }

    private sealed class PathOrder(IdentifierTrie trie) : IComparer<int>
    {
        public int Compare(int left, int right)
        {
            if (left == right)
            {
                return 0;
            }

            var (leftPath, rightPath) = (trie.PathTo(left), trie.PathTo(right));
            var depth = leftPath.Length.CompareTo(rightPath.Length);
            return depth != 0 ? depth : leftPath.AsSpan().SequenceCompareTo(rightPath);
        }
    }
}
