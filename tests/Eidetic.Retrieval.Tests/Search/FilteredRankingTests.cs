using CsCheck;
using Eidetic.Identifiers;

namespace Eidetic.Retrieval.Tests;

/// <summary>A mask narrows what is searched: with it the best of a part are found as if all had been ranked and the rest struck out.</summary>
public sealed class FilteredRankingTests
{
    private static readonly Gen<(RandomIdentifiers.Set Set, int Query, int Part, int Top)> Cases =
        Gen.Select(RandomIdentifiers.Sets, Gen.Int[0, 1_000_000], Gen.Int[0, int.MaxValue], Gen.Int[1, 12]);

    [Fact]
    public void The_first_hits_of_a_part_are_the_full_ranking_without_the_others() => Cases.Sample(
        (set, query, part, top) =>
        {
            var trie = IdentifierTrie.Build(set.Identifiers, set.Images);
            var allowed = PartOf(set.Images, part);
            var everything = Search(trie, query, set.Vocabulary, top: trie.LeafCount, trie.LeafCount, mask: null);
            var expected = everything.Where(image => allowed.Contains(image.Image)).Take(top).ToArray();

            var found = Search(trie, query, set.Vocabulary, Math.Min(top, trie.LeafCount), trie.LeafCount, trie.Restrict(allowed));

            found.Select(image => image.Image).Should().Equal(expected.Select(image => image.Image));
            found.Zip(expected).Should().OnlyContain(pair => pair.First.LogProbability == pair.Second.LogProbability);
        },
        iter: 400);

    [Fact]
    public void As_many_images_are_named_as_asked_for_when_so_many_pass_however_few_they_are() => Cases.Sample(
        (set, query, part, top) =>
        {
            // One identifier an image, so that none takes another's place in a beam no wider than the answer.
            var trie = IdentifierTrie.Build([.. set.Identifiers.Select((identifier, i) => identifier with { Image = i })], set.Identifiers.Count);
            var allowed = PartOf(trie.ImageCount, part);

            var found = Search(trie, query, set.Vocabulary, top, top, trie.Restrict(allowed));

            found.Should().HaveCount(Math.Min(top, allowed.Count));
            found.Should().OnlyContain(image => allowed.Contains(image.Image));
        },
        iter: 300);

    private static IReadOnlyList<RecalledImage> Search(IdentifierTrie trie, int query, int vocabulary, int top, int beams, TrieMask? mask) =>
        BeamSearch.Search(TableScorer.Random(vocabulary, query), trie, new BeamSearchOptions { Beams = beams, Top = top }, mask)[0];

    // From no image to all of them.
    private static HashSet<int> PartOf(int images, int seed)
    {
        var random = new Random(seed);
        var order = Enumerable.Range(0, images).ToArray();
        random.Shuffle(order);
        return [.. order.Take(random.Next(images + 1))];
    }
}
