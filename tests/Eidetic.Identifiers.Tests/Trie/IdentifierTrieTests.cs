using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class IdentifierTrieTests
{
    [Fact]
    public void A_trie_holds_the_identifiers_it_was_built_from_and_nothing_else() =>
        RandomIdentifiers.Sets.Sample(set => IdentifierTrie.Build(set.Identifiers, set.Images).ShouldHold(set), iter: 300);

    [Fact]
    public void The_order_of_the_identifiers_does_not_matter() => RandomIdentifiers.Sets.Sample(
        set =>
        {
            var trie = IdentifierTrie.Build(set.Identifiers, set.Images);
            var reversed = IdentifierTrie.Build([.. set.Identifiers.Reverse()], set.Images);

            Nodes(reversed).Should().Equal(Nodes(trie));
        },
        iter: 100);

    [Fact]
    public void Find_gives_minus_one_for_what_no_identifier_begins_with()
    {
        var trie = IdentifierTrie.Build([new(0, [1, 2]), new(1, [1, 4]), new(2, [3])], images: 3);

        trie.Find([1, 3]).Should().Be(-1);
        trie.Find([2]).Should().Be(-1);
        trie.Find([3, 1]).Should().Be(-1);
        trie.Find([]).Should().Be(IdentifierTrie.Root);
    }

    [Fact]
    public void Children_of_wide_nodes_end_where_the_next_node_begins()
    {
        var identifiers = Enumerable.Range(0, 1000).Select(i => new ImageIdentifier(i, [i % 10, i / 10])).ToArray();

        var trie = IdentifierTrie.Build(identifiers, images: 1000);

        for (var first = 0; first < 10; first++)
        {
            trie.ChildTokens(trie.Find([first])).ToArray().Should().Equal(Enumerable.Range(0, 100));
        }
    }

    [Fact]
    public void An_atomic_trie_has_one_level()
    {
        var trie = IdentifierTrie.Build([.. Enumerable.Range(0, 500).Select(i => new ImageIdentifier(i, [i + 3]))], images: 500);

        trie.MaxDepth.Should().Be(1);
        trie.ChildTokens(IdentifierTrie.Root).ToArray().Should().Equal(Enumerable.Range(3, 500));
        trie.ImageOf(trie.Find([42])).Should().Be(39);
    }

    [Fact]
    public void Identifiers_that_could_be_mistaken_are_refused()
    {
        Refusal([new(0, [1, 2]), new(1, [1, 2])], 2).Should().Be("Expected distinct identifiers, got [1 2] for image 0 and for image 1.");
        Refusal([new(0, [1, 2, 3]), new(1, [1, 2])], 2).Should()
            .Be("Expected prefix-free identifiers, got [1 2] of image 1 as the beginning of one of image 0.");
        Refusal([new(0, [])], 1).Should().Be("Expected at least one token an identifier, got none for image 0.");
        Refusal([new(0, [-1])], 1).Should().Be("Expected tokens from 0 on, got -1 for image 0.");
        Refusal([new(2, [1])], 2).Should().Be("Expected images 0 to 1, got image 2 at identifier 0.");
        Refusal([new(0, [1])], 2).Should().Be("Expected at least one identifier for every image, got none for image 1.");
        Refusal([], 0).Should().StartWith("Expected at least one image and one identifier, got 0 and 0.");
    }

    [Fact]
    public void A_node_that_does_not_exist_is_an_argument_error()
    {
        var trie = IdentifierTrie.Build([new(0, [1])], images: 1);

        ((Action)(() => trie.ChildTokens(2))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("Expected a node from 0 to 1, got 2.*");
        ((Action)(() => trie.PathTo(-1))).Should().Throw<ArgumentOutOfRangeException>();
        ((Action)(() => trie.LeavesOf(1))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("Expected an image from 0 to 0, got 1.*");
    }

    [Fact]
    public void A_disposed_trie_says_so()
    {
        var trie = IdentifierTrie.Build([new(0, [1])], images: 1);

        trie.Dispose();

        ((Action)(() => trie.ChildTokens(0))).Should().Throw<ObjectDisposedException>();
        ((Action)(() => trie.Find([1]))).Should().Throw<ObjectDisposedException>();
        ((Action)(() => trie.Hold())).Should().Throw<ObjectDisposedException>();
    }

    private static string Refusal(ImageIdentifier[] identifiers, int images) =>
        ((Action)(() => IdentifierTrie.Build(identifiers, images))).Should().Throw<ArgumentException>().Which.Message;

    private static IEnumerable<(int, int, int)> Nodes(IdentifierTrie trie) =>
        Enumerable.Range(0, trie.NodeCount).Select(node => (trie.TokenOf(node), trie.ParentOf(node), trie.ImageOf(node)));
}
