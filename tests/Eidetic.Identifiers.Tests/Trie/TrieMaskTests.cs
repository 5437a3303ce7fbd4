using CsCheck;

namespace Eidetic.Identifiers.Tests;

public sealed class TrieMaskTests
{
    [Fact]
    public void A_mask_allows_exactly_the_paths_to_its_images() => Gen.Select(RandomIdentifiers.Sets, Gen.Int[0, int.MaxValue - 1]).Sample(
        (set, seed) =>
        {
            var trie = IdentifierTrie.Build(set.Identifiers, set.Images);
            var random = new Random(seed);
            var images = Enumerable.Range(0, set.Images).Where(_ => random.Next(2) == 0).ToArray();

            var mask = trie.Restrict(images.Concat(images.Take(1)));

            var named = set.Identifiers.Where(identifier => images.Contains(identifier.Image)).ToArray();
            for (var node = 0; node < trie.NodeCount; node++)
            {
                var path = trie.PathTo(node);
                mask.Allows(node).Should().Be(named.Any(identifier => identifier.Tokens.Take(path.Length).SequenceEqual(path)));
            }

            mask.ImageCount.Should().Be(images.Length);
            mask.LeafCount.Should().Be(named.Length);
        },
        iter: 200);

    [Fact]
    public void A_mask_knows_its_trie()
    {
        var trie = IdentifierTrie.Build([new(0, [1])], images: 1);
        var other = IdentifierTrie.Build([new(0, [1])], images: 1);

        var mask = trie.Restrict([0]);

        mask.IsOf(trie).Should().BeTrue();
        mask.IsOf(other).Should().BeFalse();
        ((Action)(() => trie.Restrict([1]))).Should().Throw<ArgumentOutOfRangeException>();
    }
}
