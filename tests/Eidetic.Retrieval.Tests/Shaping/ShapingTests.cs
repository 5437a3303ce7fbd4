using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic.Retrieval.Tests;

public sealed class ShapingTests
{
    private const int Vocabulary = 6;

    // Images 0..8 are named by a first token of 0..2 and a second of 3..5.
    private static readonly IdentifierTrie Trie = IdentifierTrie.Build(
        [.. Enumerable.Range(0, 9).Select(image => new ImageIdentifier(image, [image / 3, 3 + image % 3]))], 9);

    private static readonly BeamSearchOptions Wide = new() { Beams = 9, Top = 9 };

    [Fact]
    public void A_prior_is_taken_away_as_often_as_asked()
    {
        var plain = Probabilities(TableScorer.Random(Vocabulary, 4));
        var prior = Probabilities(TableScorer.Random(Vocabulary, 5));

        var shaped = Probabilities(new PriorScorer(TableScorer.Random(Vocabulary, 4), TableScorer.Random(Vocabulary, 5), 0.5));

        foreach (var first in Enumerable.Range(0, 3))
        {
            var images = Enumerable.Range(first * 3, 3).ToArray();
            var expected = images.Select(i => (plain[i] / images.Sum(j => plain[j])) / Math.Sqrt(prior[i] / images.Sum(j => prior[j]))).ToArray();
            images.Select(i => shaped[i] / images.Sum(j => shaped[j])).Should().Equal(expected.Select(e => e / expected.Sum()), (a, b) => Math.Abs(a - b) < 1e-4);
        }

        shaped.Values.Sum().Should().BeApproximately(1, 1e-5);
    }

    [Fact]
    public void A_prefix_that_is_near_the_query_gains_what_its_tokens_gain()
    {
        var gains = new FeatureMatrix(Vocabulary, [0, 2, 0, 1, 0, 0]);

        var plain = Probabilities(TableScorer.Random(Vocabulary, 4));
        var shaped = Probabilities(new PrefixScorer(TableScorer.Random(Vocabulary, 4), gains, 1));

        double First(IReadOnlyDictionary<int, double> p, int first) => Enumerable.Range(first * 3, 3).Sum(i => p[i]);
        (First(shaped, 1) / First(shaped, 0)).Should().BeApproximately(First(plain, 1) / First(plain, 0) * Math.Exp(2), 1e-3);
        (shaped[3] / shaped[4]).Should().BeApproximately(plain[3] / plain[4] * Math.E, 1e-3);
    }

    [Fact]
    public void Gains_of_other_queries_are_refused()
    {
        using var scorer = new PrefixScorer(TableScorer.Random(Vocabulary, 4), new FeatureMatrix(2, Vocabulary), 1);

        var start = () => scorer.Start(new float[Vocabulary]);

        start.Should().Throw<ArgumentException>().WithMessage("*gains of [1, 6], got [2, 6]*");
    }

    [Fact]
    public void Where_the_next_token_is_open_enough_all_count_the_same()
    {
        var open = Probabilities(TableScorer.Random(Vocabulary, 4), Wide with { WildcardEntropy = 1e-6 });
        var never = Probabilities(TableScorer.Random(Vocabulary, 4), Wide with { WildcardEntropy = 1 });
        var plain = Probabilities(TableScorer.Random(Vocabulary, 4));

        open.Values.Should().OnlyContain(p => Math.Abs(p - 1 / 9.0) < 1e-6);
        never.Should().BeEquivalentTo(plain);
    }

    private static Dictionary<int, double> Probabilities(INextTokenScorer scorer, BeamSearchOptions? options = null)
    {
        using (scorer)
        {
            return BeamSearch.Search(scorer, Trie, options ?? Wide)[0].ToDictionary(image => image.Image, image => Math.Exp(image.LogProbability));
        }
    }
}
