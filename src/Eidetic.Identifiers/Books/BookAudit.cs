using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>Checks every number of a book against the others. What opening leaves to the moment of use is all checked here.</summary>
internal static class BookAudit
{
    /// <summary>The first contradiction, as the end of "found …", or null.</summary>
    public static string? FindFault(BookContent content, CancellationToken cancellationToken) =>
        FindFault(content.Trie, content.TokenNames.Count, cancellationToken)
        ?? FindFault(content.Keys, "an image key")
        ?? FindFault(content.TokenNames, "a token name")
        ?? FindOrderFault(content, cancellationToken)
        ?? (content.IsAtomic && content.Trie.MaxDepth != 1 ? "an atomic scheme with identifiers of several tokens" : null);

    private static string? FindFault(TrieArrays trie, int vocabulary, CancellationToken cancellationToken)
    {
        var tokens = trie.Tokens.Span;
        var parents = trie.Parents.Span;
        var links = trie.Links.Span;
        if (tokens[0] != -1 || parents[0] != -1 || links[0] != 1)
        {
            return "a trie without a root";
        }

        var (next, leaves) = (1, 0);
        for (var node = 0; node < links.Length; node++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (links[node] < 0)
            {
                leaves++;
                continue;
            }

            var first = next;
            while (next < parents.Length && parents[next] == node)
            {
                if (tokens[next] >= vocabulary || tokens[next] < 0 || (next > first && tokens[next] <= tokens[next - 1]))
                {
                    return FormattableString.Invariant($"a token out of order at node {next}");
                }

                next++;
            }

            if (links[node] != first || next == first)
            {
                return FormattableString.Invariant($"a wrong first child at node {node}");
            }
        }

        return next != links.Length || leaves != trie.LeafNodes.Length ? "a trie with loose nodes" : FindLeafFault(trie);
    }

    private static string? FindLeafFault(TrieArrays trie)
    {
        using var checkedTrie = new IdentifierTrie(trie);
        var (at, deepest) = (0, 0);
        for (var image = 0; image < trie.Images; image++)
        {
            var previous = -1;
            foreach (var leaf in checkedTrie.LeavesOf(image))
            {
                if (leaf <= previous || trie.LeafNodes.Span[at++] != leaf)
                {
                    return FormattableString.Invariant($"a wrong leaf of image {image}");
                }

                previous = leaf;
            }
        }

        for (var node = trie.Tokens.Length - 1; node != IdentifierTrie.Root; node = checkedTrie.ParentOf(node))
        {
            deepest++;
        }

        return at != trie.LeafNodes.Length || deepest != trie.MaxDepth ? "a wrong number of leaves or levels" : null;
    }

    private static string? FindFault(StringTable strings, string what)
    {
        for (var i = 0; i < strings.Count; i++)
        {
            if (strings[i].Length == 0)
            {
                return FormattableString.Invariant($"{what} without letters at {i}");
            }
        }

        return strings.Offsets.Span[0] != 0 || strings.Offsets.Span[^1] != strings.Bytes.Length ? $"{what} with loose letters" : null;
    }

    /// <summary>Strictly ascending keys in <see cref="BookContent.KeyOrder"/>: so they are distinct, and every image occurs once.</summary>
    private static string? FindOrderFault(BookContent content, CancellationToken cancellationToken)
    {
        var order = content.KeyOrder.Span;
        for (var i = 0; i < order.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((uint)order[i] >= (uint)order.Length
                || (i > 0 && content.Keys.BytesOf(order[i - 1]).SequenceCompareTo(content.Keys.BytesOf(order[i])) >= 0))
            {
                return FormattableString.Invariant($"an image key out of order at {i}");
            }
        }

        return null;
    }
}
