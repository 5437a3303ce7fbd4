namespace Eidetic.Identifiers.Tests;

internal static class TrieChecks
{
    /// <summary>Compares a trie, node by node, with what the identifiers say.</summary>
    public static void ShouldHold(this IdentifierTrie trie, RandomIdentifiers.Set set)
    {
        var prefixes = set.Identifiers
            .SelectMany(identifier => Enumerable.Range(0, identifier.Tokens.Count + 1).Select(length => string.Join(' ', identifier.Tokens.Take(length))))
            .ToHashSet();

        trie.NodeCount.Should().Be(prefixes.Count);
        trie.LeafCount.Should().Be(set.Identifiers.Count);
        trie.ImageCount.Should().Be(set.Images);
        trie.MaxDepth.Should().Be(set.Identifiers.Max(identifier => identifier.Tokens.Count));
        for (var node = 0; node < trie.NodeCount; node++)
        {
            var path = trie.PathTo(node);
            prefixes.Should().Contain(string.Join(' ', path));
            trie.Find(path).Should().Be(node);
            var children = trie.ChildTokens(node).ToArray();
            var expected = Enumerable.Range(0, set.Vocabulary).Where(token => prefixes.Contains(string.Join(' ', path.Append(token))));
            children.Should().Equal(expected);
            (trie.FirstChild(node) == -1).Should().Be(children.Length == 0);
            for (var j = 0; j < children.Length; j++)
            {
                trie.TokenOf(trie.FirstChild(node) + j).Should().Be(children[j]);
                trie.ParentOf(trie.FirstChild(node) + j).Should().Be(node);
            }
        }

        foreach (var (image, tokens) in set.Identifiers)
        {
            var leaf = trie.Find(tokens.ToArray());
            trie.ImageOf(leaf).Should().Be(image);
            trie.LeavesOf(image).ToArray().Should().Contain(leaf).And.BeInAscendingOrder();
        }

        Enumerable.Range(0, set.Images).Sum(image => trie.LeavesOf(image).Length).Should().Be(set.Identifiers.Count);
        Enumerable.Range(0, trie.NodeCount).Count(node => trie.ImageOf(node) >= 0).Should().Be(set.Identifiers.Count);
    }
}
