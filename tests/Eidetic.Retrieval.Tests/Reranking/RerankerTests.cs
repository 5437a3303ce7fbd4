using Eidetic.Abstractions;

namespace Eidetic.Retrieval.Tests;

public sealed class RerankerTests
{
    private static readonly RecalledImage[] Found = [Image(7, 0.4), Image(3, 0.2), Image(5, 0.1)];

    [Fact]
    public void Images_are_ordered_by_the_weighted_sum_and_share_what_the_search_gave_all_of_them()
    {
        CandidateEvidence[] evidence = [new(Math.Log(0.4), 1, 0), new(Math.Log(0.2), 3, 0), new(Math.Log(0.1), 1, 2)];

        var ranked = Reranker.Rank(Found, evidence, new RerankWeights(1, 0.5, 2), top: 3);

        ranked.Select(image => image.Image).Should().Equal(5, 3, 7);
        ranked.Sum(image => Math.Exp(image.LogProbability)).Should().BeApproximately(0.7, 1e-12);
        var scores = new[] { 0.1 * Math.Exp(0.5 + 4), 0.2 * Math.Exp(1.5), 0.4 * Math.Exp(0.5) };
        ranked.Select(image => Math.Exp(image.LogProbability) / 0.7).Should().Equal(scores.Select(s => s / scores.Sum()), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void The_identifiers_alone_leave_everything_as_it_was()
    {
        var evidence = Found.Select(image => new CandidateEvidence(image.LogProbability, -9, 4)).ToArray();

        var ranked = Reranker.Rank(Found, evidence, new RerankWeights(1, 0, 0), top: 2);

        ranked.Select(image => image.Image).Should().Equal(7, 3);
        ranked[0].LogProbability.Should().BeApproximately(Math.Log(0.4), 1e-12);
    }

    [Fact]
    public void Nothing_found_stays_nothing_and_missing_evidence_is_refused()
    {
        Reranker.Rank([], [], new RerankWeights(1, 1, 1), top: 3).Should().BeEmpty();

        var rank = () => Reranker.Rank(Found, [], new RerankWeights(1, 1, 1), top: 3);

        rank.Should().Throw<ArgumentException>().WithMessage("*each of 3 images, got 0*");
    }

    [Fact]
    public void Weights_that_made_the_choices_are_found_again()
    {
        var random = new Random(4);
        var truth = new RerankWeights(0.5, 1.5, 0.8);
        var examples = Enumerable.Range(0, 4000).Select(_ =>
        {
            var found = Enumerable.Range(0, 6).Select(_ => new CandidateEvidence(Normal(), Normal(), Normal())).ToArray();
            var gumbels = found.Select(e => truth.Score(e) - Math.Log(-Math.Log(random.NextDouble()))).ToArray();
            return new RerankExample(found, Array.IndexOf(gumbels, gumbels.Max()));
        }).ToArray();

        var fitted = RerankFitter.Fit(examples, RerankEvidence.Both);

        fitted.LogProbability.Should().BeApproximately(0.5, 0.1);
        fitted.Similarity.Should().BeApproximately(1.5, 0.1);
        fitted.Likelihood.Should().BeApproximately(0.8, 0.1);
        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
    }

    [Theory]
    [InlineData(RerankEvidence.Similarity)]
    [InlineData(RerankEvidence.Likelihood)]
    public void Evidence_that_is_not_used_weighs_nothing_and_what_is_used_separates(RerankEvidence used)
    {
        // The right image always has the most of both: without a ridge its weight would grow without end.
        var examples = Enumerable.Range(0, 50).Select(i => new RerankExample([new(-1, 0, 0), new(-1, 1, 1), new(-2, 0.2, 0.1)], 1)).ToArray();

        var weights = RerankFitter.Fit(examples, used);

        var (own, other) = used == RerankEvidence.Similarity ? (weights.Similarity, weights.Likelihood) : (weights.Likelihood, weights.Similarity);
        own.Should().BeInRange(1, 100);
        other.Should().Be(0);
    }

    [Fact]
    public void Evidence_that_misleads_weighs_nothing_and_leaves_the_rest_as_if_it_were_not_there()
    {
        var random = new Random(8);
        var examples = Enumerable.Range(0, 300).Select(_ => new RerankExample(
            [new(-1, random.NextDouble(), -1 - random.NextDouble()), new(-1, random.NextDouble(), random.NextDouble()), new(-2, random.NextDouble(), 0)], 0)).ToArray();

        var both = RerankFitter.Fit(examples, RerankEvidence.Both);

        both.Likelihood.Should().Be(0);
        both.Should().Be(RerankFitter.Fit(examples, RerankEvidence.Similarity));
    }

    [Fact]
    public void A_right_image_outside_those_found_is_refused()
    {
        var fit = () => RerankFitter.Fit([new RerankExample([new(-1, 0, 0)], 1)], RerankEvidence.Both);
        var nothing = () => RerankFitter.Fit([], RerankEvidence.Both);

        fit.Should().Throw<ArgumentException>().WithMessage("*among 1 found, got place 1*");
        nothing.Should().Throw<ArgumentException>().WithMessage("*at least one query*");
    }

    private static RecalledImage Image(int image, double probability) => new() { Image = image, Leaf = image + 1, LogProbability = Math.Log(probability) };
}
