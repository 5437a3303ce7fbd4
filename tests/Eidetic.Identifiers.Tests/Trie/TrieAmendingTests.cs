using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class TrieAmendingTests
{
    [Fact]
    public void An_amended_trie_is_the_one_that_is_built_of_what_is_left() => AmendedTries.Pairs.Sample(
        pair =>
        {
            var (amended, built, left) = pair;

            amended.ImageCount.Should().Be(built.ImageCount);
            amended.LeafCount.Should().Be(built.LeafCount);
            amended.MaxDepth.Should().BeGreaterThanOrEqualTo(built.MaxDepth);
            ShouldEqual(amended, IdentifierTrie.Root, built, IdentifierTrie.Root);
            for (var image = 0; image < left.Images; image++)
            {
                amended.LeavesOf(image).ToArray().Should().BeInAscendingOrder();
                amended.LeavesOf(image).ToArray().Select(leaf => string.Join(' ', amended.PathTo(leaf))).Should().BeEquivalentTo(
                    built.LeavesOf(image).ToArray().Select(leaf => string.Join(' ', built.PathTo(leaf))));
            }
        },
        iter: 400);

    [Fact]
    public void Its_nodes_come_in_the_order_of_the_built_one() => AmendedTries.Pairs.Sample(
        pair =>
        {
            var nodes = Enumerable.Range(0, pair.Built.NodeCount).Select(node => pair.Amended.Find(pair.Built.PathTo(node))).ToArray();

            nodes.Order(pair.Amended.NodeOrder!).Should().Equal(nodes);
        },
        iter: 200);

    [Fact]
    public void Masks_of_it_allow_the_paths_to_their_images() => Gen.Select(AmendedTries.Pairs, Gen.Int[0, 100]).Sample(
        (pair, seed) =>
        {
            var images = Enumerable.Range(0, pair.Left.Images).Where(image => (image + seed) % 3 != 0).ToArray();

            var mask = pair.Amended.Restrict(images);

            var expected = pair.Built.Restrict(images);
            (mask.ImageCount, mask.LeafCount).Should().Be((expected.ImageCount, expected.LeafCount));
            for (var node = 0; node < pair.Built.NodeCount; node++)
            {
                mask.Allows(pair.Amended.Find(pair.Built.PathTo(node))).Should().Be(expected.Allows(node));
            }
        },
        iter: 300);

    [Fact]
    public void Amending_refuses_what_no_trie_can_hold()
    {
        var trie = IdentifierTrie.Build([new(0, [1, 2]), new(1, [1, 4]), new(2, [3])], images: 3);

        Refusal(() => trie.Amend([], [new(0, [1, 2])], 1)).Should().Contain("[1 2] of added image 0");
        Refusal(() => trie.Amend([], [new(0, [1])], 1)).Should().StartWith("Expected prefix-free identifiers, got [1] of added image 0");
        Refusal(() => trie.Amend([], [new(0, [3, 1])], 1)).Should().Contain("[3 1]");
        Refusal(() => trie.Amend([], [new(0, [5]), new(1, [5, 1])], 2)).Should().Contain("[5 1] of added image 1");
        Refusal(() => trie.Amend([], [new(0, [5])], 2)).Should().Contain("got none for added image 1");
        Refusal(() => trie.Amend([], [new(0, [-1])], 1)).Should().Contain("tokens from 0 on");
        Refusal(() => trie.Amend([0, 1, 2], [], 0)).Should().Contain("at least one image");
        Refusal(() => trie.Amend([3], [], 0)).Should().Contain("Expected an image from 0 to 2, got 3");
        ((Action)(() => trie.Amend([0], [], 0).Amend([0], [], 0))).Should().Throw<InvalidOperationException>().WithMessage("*amend the one it was made from*");
    }

    [Fact]
    public void Names_that_went_may_come_again()
    {
        var trie = IdentifierTrie.Build([new(0, [1, 2]), new(1, [1, 4]), new(2, [3])], images: 3);

        var amended = trie.Amend([0, 1, 2], [new(0, [1]), new(1, [3, 5])], 2);

        amended.ChildTokens(IdentifierTrie.Root).ToArray().Should().Equal(1, 3);
        amended.ImageOf(amended.Find([1])).Should().Be(0);
        amended.ImageOf(amended.Find([3, 5])).Should().Be(1);
    }

    [Fact]
    public void Untouched_nodes_keep_their_packed_numbers()
    {
        var trie = IdentifierTrie.Build([.. Enumerable.Range(0, 100).Select(i => new ImageIdentifier(i, [i / 10, i % 10]))], images: 100);

        var amended = trie.Amend([5], [new(0, [3, 11])], 1);

        amended.NodeCount.Should().Be(trie.NodeCount + 9 + 11, "only the children of two nodes are listed anew");
        amended.FirstChild(trie.Find([7])).Should().Be(trie.FirstChild(trie.Find([7])));
    }

    [Fact]
    public void Paths_given_since_are_found_beside_those_of_the_trie()
    {
        var paths = new IdentifierPaths(IdentifierTrie.Build([new(0, [1, 2])], images: 1));

        paths.Add([1, 3, 4]);

        paths.Look([]).Should().Be(IdentifierPathUse.Inner);
        paths.Look([1, 2]).Should().Be(IdentifierPathUse.Leaf);
        paths.Look([1, 3]).Should().Be(IdentifierPathUse.Inner);
        paths.Look([1, 3, 4]).Should().Be(IdentifierPathUse.Leaf);
        paths.Look([1, 4]).Should().Be(IdentifierPathUse.Free);
    }

    private static string Refusal(Action act) => act.Should().Throw<ArgumentException>().Which.Message;

    private static void ShouldEqual(IdentifierTrie amended, int node, IdentifierTrie built, int twin)
    {
        var tokens = amended.ChildTokens(node).ToArray();
        tokens.Should().Equal(built.ChildTokens(twin).ToArray());
        amended.ImageOf(node).Should().Be(built.ImageOf(twin));
        amended.TokenOf(node).Should().Be(built.TokenOf(twin));
        amended.PathTo(node).Should().Equal(built.PathTo(twin));
        amended.Find(built.PathTo(twin)).Should().Be(node);
        (amended.FirstChild(node) < 0).Should().Be(tokens.Length == 0);
        for (var child = 0; child < tokens.Length; child++)
        {
            amended.ParentOf(amended.FirstChild(node) + child).Should().Be(node);
            ShouldEqual(amended, amended.FirstChild(node) + child, built, built.FirstChild(twin) + child);
        }
    }
}
