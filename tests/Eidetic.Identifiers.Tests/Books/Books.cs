using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

internal static class Books
{
    public static IdentifierBook Of(RandomIdentifiers.Set set) => IdentifierBook.Create(
        "semantic",
        [.. Enumerable.Range(0, set.Images).Select(image => $"photos/ÿ{(image * 7919) % 1009} 🐕.jpg")],
        new IdentifierAssignment
        {
            Vocabulary = new IdentifierVocabulary([.. Enumerable.Range(0, set.Vocabulary).Select(token => $"<{token}>")]),
            Identifiers = set.Identifiers,
        });

    public static IdentifierBook Small(params ImageIdentifier[] identifiers) => Of(
        new RandomIdentifiers.Set(identifiers.Max(identifier => identifier.Image) + 1, identifiers, Vocabulary: 10));

    /// <summary>Asks a book for everything it can be asked.</summary>
    public static void ReadEverything(IdentifierBook book)
    {
        _ = book.Vocabulary.Names.Count;
        _ = book.Trie.Find([0, 1, 2]);
        for (var node = 0; node < book.Trie.NodeCount; node++)
        {
            Swallow(() => book.Trie.ChildTokens(node).Length);
            Swallow(() => book.Trie.PathTo(node).Length);
            Swallow(() => book.Trie.ImageOf(node));
            Swallow(() => book.TokenNames(node).Count);
        }

        for (var image = 0; image < book.Trie.ImageCount; image++)
        {
            Swallow(() => book.IdentifiersOf(image).Count);
            Swallow(() => book.Trie.Restrict([image]).ImageCount);
            Swallow(() => book.TryGetImage(book.Keys[image], out _) ? 1 : 0);
        }

        Swallow(() => Descend(book.Trie));
    }

    /// <summary>Follows the last children down; nodes rise on the way, so even a forged trie comes to an end.</summary>
    private static int Descend(IdentifierTrie trie)
    {
        var (node, steps) = (IdentifierTrie.Root, 0);
        for (var children = trie.ChildTokens(node).Length; children > 0; children = trie.ChildTokens(node).Length)
        {
            node = trie.FirstChild(node) + children - 1;
            (++steps).Should().BeLessThan(trie.NodeCount);
        }

        return steps;
    }

    /// <summary>Damage may be reported at each use, and in no other way than this.</summary>
    private static void Swallow(Func<int> use)
    {
        try
        {
            _ = use();
        }
        catch (CheckpointFormatException)
        {
        }
    }
}
