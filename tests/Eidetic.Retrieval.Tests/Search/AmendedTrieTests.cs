using CsCheck;
using Eidetic.Identifiers;

namespace Eidetic.Retrieval.Tests;

public sealed class AmendedTrieTests
{
    [Fact]
    public void A_search_answers_as_along_a_trie_that_is_built_of_what_is_left() =>
        Gen.Select(AmendedTries.Pairs, Gen.Int[0, 1000].Array[1, 3], Gen.Int[1, 8], Gen.Int[0, 3], Gen.Bool).Sample(
            (pair, queries, beams, masking, isSparse) =>
            {
                var images = Enumerable.Range(0, pair.Left.Images).Where(image => (image + masking) % 3 != 0).ToArray();
                var options = new BeamSearchOptions { Beams = beams, Top = beams, Trace = true };
                IReadOnlyList<IReadOnlyList<RecalledImage>> Search(IdentifierTrie trie) => BeamSearch.Search(
                    Scorer(pair, queries, isSparse), trie, options, masking == 3 ? null : trie.Restrict(images));

                var found = Search(pair.Amended);

                var expected = Search(pair.Built);
                found.Select(hits => hits.Select(hit => (hit.Image, hit.LogProbability)))
                    .Should().BeEquivalentTo(expected.Select(hits => hits.Select(hit => (hit.Image, hit.LogProbability))), equal => equal.WithStrictOrdering());
                for (var query = 0; query < queries.Length; query++)
                {
                    found[query].SelectMany(hit => hit.Trace).Should().Equal(expected[query].SelectMany(hit => hit.Trace));
                    found[query].SelectMany(hit => pair.Amended.PathTo(hit.Leaf)).Should().Equal(expected[query].SelectMany(hit => pair.Built.PathTo(hit.Leaf)));
                }
            },
            iter: 400);

    [Fact]
    public void Probabilities_of_the_images_that_are_left_sum_to_one() => Gen.Select(AmendedTries.Pairs, Gen.Int[0, 1000]).Sample(
        (pair, query) =>
        {
            var options = new BeamSearchOptions { Beams = pair.Amended.LeafCount, Top = pair.Amended.LeafCount };

            var images = BeamSearch.Search(TableScorer.Random(pair.Left.Vocabulary, query), pair.Amended, options)[0];

            images.Should().HaveCount(pair.Left.Images);
            images.Sum(image => Math.Exp(image.LogProbability)).Should().BeApproximately(1, 1e-5);
        },
        iter: 300);

    [Fact]
    public void Greedy_decoding_arrives_at_the_same_images() => Gen.Select(AmendedTries.Pairs, Gen.Int[0, 1000].Array[1, 5]).Sample(
        (pair, queries) =>
        {
            var leaves = GreedyDecoder.Decode(TableScorer.Random(pair.Left.Vocabulary, queries), pair.Amended);

            var expected = GreedyDecoder.Decode(TableScorer.Random(pair.Left.Vocabulary, queries), pair.Built);
            leaves.Select(pair.Amended.ImageOf).Should().Equal(expected.Select(pair.Built.ImageOf));
        },
        iter: 300);

    private static TableScorer Scorer(AmendedTries.Pair pair, int[] queries, bool isSparse) => new(
        pair.Left.Vocabulary, queries, (query, path) => isSparse
            ? TableScorer.SparseRow(pair.Left.Vocabulary, query, path)
            : TableScorer.RandomRow(pair.Left.Vocabulary, query, path));
}
