using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic.Retrieval.Tests;

public sealed class BeamSearchTests
{
    private static readonly IdentifierTrie Trie = IdentifierTrie.Build([new(0, [0]), new(1, [1, 0]), new(2, [1, 1]), new(3, [2, 0, 0])], images: 4);

    private static readonly IdentifierTrie DeepTrie = IdentifierTrie.Build(
        [new(0, [0]), new(1, [1, 0]), new(2, [1, 1]), new(3, [2, 0, 0]), new(4, [2, 0, 1])], images: 5);

    private static readonly BeamSearchOptions Options = new() { Beams = 4, Top = 4 };

    [Fact]
    public void Images_come_in_the_order_of_their_identifiers_probabilities()
    {
        var images = BeamSearch.Search(Scorer([0.2, 0.5, 0.3], [0.9, 0.1, 0.0]), Trie, Options)[0];

        images.Select(image => image.Image).Should().Equal(1, 3, 0, 2);
        images[0].LogProbability.Should().BeApproximately(Math.Log(0.5 * 0.9), 1e-6);
        images[1].LogProbability.Should().BeApproximately(Math.Log(0.3), 1e-6);
        images[0].Trace.Should().BeEmpty();
    }

    [Fact]
    public void Equal_images_come_by_number()
    {
        var trie = IdentifierTrie.Build([.. Enumerable.Range(0, 9).Select(i => new ImageIdentifier(8 - i, [i]))], images: 9);

        var images = BeamSearch.Search(new TableScorer(9, [0], (_, _) => [.. Enumerable.Repeat(-3f, 9)]), trie, Options)[0];

        images.Select(image => image.Image).Should().Equal(5, 6, 7, 8); // the four lowest leaves, then by image
    }

    [Fact]
    public void An_image_with_several_identifiers_is_named_once_with_their_sum()
    {
        var trie = IdentifierTrie.Build([new(0, [0]), new(1, [1]), new(0, [2])], images: 2);

        var images = BeamSearch.Search(Scorer([0.3, 0.4, 0.3]), trie, Options)[0];

        images.Select(image => image.Image).Should().Equal(0, 1);
        images[0].LogProbability.Should().BeApproximately(Math.Log(0.6), 1e-6);
        images[0].Leaf.Should().Be(trie.Find([0]));
    }

    [Fact]
    public void One_level_is_answered_by_the_first_call_alone()
    {
        var trie = IdentifierTrie.Build([.. Enumerable.Range(0, 50).Select(i => new ImageIdentifier(i, [i]))], images: 50);
        var scorer = TableScorer.Random(50, 1, 2, 3);

        BeamSearch.Search(scorer, trie, new BeamSearchOptions());

        scorer.Calls.Should().Equal(3);
    }

    [Fact]
    public void A_query_stops_when_nothing_can_enter_its_best()
    {
        var scorer = Scorer([0.8, 0.1, 0.1], [0.9, 0.1, 0.0]);

        var images = BeamSearch.Search(scorer, Trie, new BeamSearchOptions { Beams = 1, Top = 1 })[0];

        images.Single().Image.Should().Be(0);
        scorer.Calls.Should().Equal([1], "no path of probability 0.1 can beat 0.8");
    }

    [Fact]
    public void Rows_shrink_as_queries_finish()
    {
        var scorer = new TableScorer(3, [0, 1], (query, path) => Log(path.Length > 0 ? [0.9, 0.1, 0] : query == 0 ? [0.9, 0.05, 0.05] : [0.05, 0.05, 0.9]));

        var images = BeamSearch.Search(scorer, DeepTrie, new BeamSearchOptions { Beams = 1, Top = 1 });

        images.Select(hits => hits.Single().Image).Should().Equal(0, 3);
        scorer.Calls.Should().Equal(2, 1, 1);
    }

    [Fact]
    public void What_follows_without_choice_is_named_without_asking()
    {
        var scorer = Scorer([0.2, 0.3, 0.5], [0.9, 0.1, 0]);

        var images = BeamSearch.Search(scorer, Trie, Options)[0];

        images[0].Image.Should().Be(3, "its identifier has three tokens, of which only the first is a choice");
        scorer.Extended.Should().Equal((0, "1"));
    }

    [Fact]
    public void Only_tokens_that_may_follow_are_asked_of_a_scorer_that_can_leave_out_others()
    {
        IReadOnlyList<RecalledImage> Search(INextTokenScorer scorer) =>
            BeamSearch.Search(scorer, DeepTrie, new BeamSearchOptions { Beams = 5, Top = 5, Trace = true })[0];
        var scorer = new TableRangeScorer(TableScorer.Random(3, 1));

        var images = Search(scorer);

        images.Should().BeEquivalentTo(Search(TableScorer.Random(3, 1)), equivalency => equivalency.WithStrictOrdering()
            .Using<double>(context => context.Subject.Should().BeApproximately(context.Expectation, 1e-6)).WhenTypeIs<double>());
        scorer.Ranges.Should().Equal((0, 2), (0, 2));
    }

    [Fact]
    public void An_impossible_image_comes_last_and_is_still_named()
    {
        var images = BeamSearch.Search(Scorer([0, 0.5, 0.5], [0.5, 0.5, 0]), Trie, Options)[0];

        images.Should().HaveCount(4);
        images[^1].Image.Should().Be(0);
        images[^1].LogProbability.Should().Be(double.NegativeInfinity);
    }

    [Fact]
    public void Fewer_images_are_named_when_fewer_may_be()
    {
        BeamSearch.Search(TableScorer.Random(3, 1, 2), Trie, Options, Trie.Restrict([2]))
            .Should().HaveCount(2).And.OnlyContain(images => images.Count == 1 && images[0].Image == 2);
        BeamSearch.Search(TableScorer.Random(3, 1, 2), Trie, Options, Trie.Restrict([])).Should().HaveCount(2).And.OnlyContain(images => images.Count == 0);
        BeamSearch.Search(TableScorer.Random(3), Trie, Options).Should().BeEmpty();
    }

    [Fact]
    public void Top_limits_the_images_and_beams_what_is_found()
    {
        BeamSearch.Search(TableScorer.Random(3, 1), Trie, Options with { Top = 2 })[0].Should().HaveCount(2);
        BeamSearch.Search(TableScorer.Random(3, 1), Trie, new BeamSearchOptions { Beams = 3, Top = 3 })[0].Should().HaveCount(3);
        BeamSearch.Search(TableScorer.Random(3, 1), Trie, Options with { Trace = true })[0][0].Trace.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData(0, 1, "--beams must be at least 1, got 0.")]
    [InlineData(5, 0, "--top must be at least 1, got 0.")]
    [InlineData(5, 6, "--beams must be at least --top (6), got 5.")]
    public void Options_that_contradict_are_refused_in_the_users_words(int beams, int top, string message) =>
        ((Action)(() => BeamSearch.Search(TableScorer.Random(3, 1), Trie, new BeamSearchOptions { Beams = beams, Top = top })))
            .Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void A_mask_of_another_trie_is_refused()
    {
        var other = IdentifierTrie.Build([new(0, [0])], images: 1);

        ((Action)(() => BeamSearch.Search(TableScorer.Random(3, 1), Trie, Options, other.Restrict([0])))).Should().Throw<ArgumentException>()
            .WithMessage("Expected a mask made from the trie that is searched*");
    }

    [Fact]
    public void What_is_no_log_probability_is_refused()
    {
        Failure(new TableScorer(3, [0], (_, _) => [-1, float.NaN, -1])).Should().StartWith("Expected log-probabilities from the scorer, got NaN for token 1:");
        Failure(new TableScorer(3, [0], (_, _) => [0.5f, -1, -1])).Should().StartWith("Expected log-probabilities from the scorer, got 0.5 for token 0:");
        Failure(TableScorer.Random(2, 1)).Should().Be("Expected a scorer over the trie's vocabulary, got 2 tokens where the trie has token 2.");
    }

    [Fact]
    public void Logarithms_rounded_above_zero_are_normalized_like_others()
    {
        var images = BeamSearch.Search(new TableScorer(3, [0], (_, _) => [5e-4f, 5e-4f, 5e-4f]), Trie, Options)[0];

        images.Select(image => image.Image).Should().Equal(0, 3, 1, 2);
        images[0].LogProbability.Should().BeApproximately(Math.Log(1.0 / 3), 1e-6);
        images[2].LogProbability.Should().BeApproximately(Math.Log(1.0 / 6), 1e-6);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(1e-30)]
    [InlineData(0)]
    public void A_token_without_alternative_costs_nothing(double probability)
    {
        var images = BeamSearch.Search(Scorer([0.2, 0.5, 0.3], [probability, 0.1, 0]), Trie, Options with { Trace = true })[0];

        var forced = images.Single(image => image.Image == 3);
        forced.Trace.Skip(1).Select(step => step.LogProbability).Should().Equal(0, 0);
        forced.LogProbability.Should().BeApproximately(Math.Log(0.3), 1e-6);
    }

    [Fact]
    public void Tokens_that_get_no_probability_together_share_it_evenly()
    {
        var images = BeamSearch.Search(Scorer([0.2, 0.5, 0.3], [0, 0, 1]), Trie, Options)[0];

        images.Select(image => image.Image).Should().Equal(3, 1, 2, 0);
        images.Skip(1).Take(2).Should().OnlyContain(image => Math.Abs(image.LogProbability - Math.Log(0.25)) < 1e-6);
    }

    [Fact]
    public void A_token_that_is_forbidden_keeps_its_share()
    {
        var images = BeamSearch.Search(Scorer([0.2, 0.5, 0.3], [0.45, 0.05, 0.5]), Trie, Options with { Trace = true }, Trie.Restrict([2]))[0];

        images.Single().LogProbability.Should().BeApproximately(Math.Log(0.5 * 0.1), 1e-6);
        images.Single().Trace.Should().OnlyContain(step => step.RunnerUp == null);
    }

    [Fact]
    public void Cancellation_stops_between_steps()
    {
        using var source = new CancellationTokenSource();
        var scorer = new TableScorer(3, [0], (query, path) => TableScorer.RandomRow(3, query, path)) { OnContinue = source.Cancel };

        var search = () => BeamSearch.Search(scorer, DeepTrie, Options, mask: null, source.Token);

        search.Should().Throw<OperationCanceledException>();
        scorer.Calls.Should().HaveCount(2);
    }

    [Fact]
    public void A_disposed_trie_ends_the_search()
    {
        var trie = IdentifierTrie.Build([new(0, [0, 0]), new(1, [0, 1]), new(2, [1, 0]), new(3, [1, 1])], images: 4);
        var scorer = new TableScorer(2, [0], (query, path) => TableScorer.RandomRow(2, query, path)) { OnContinue = trie.Dispose };

        ((Action)(() => BeamSearch.Search(scorer, trie, Options))).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_trace_takes_its_names_from_the_vocabulary()
    {
        var image = BeamSearch.Search(Scorer([0.2, 0.5, 0.3], [0.9, 0.1, 0.0]), Trie, Options with { Trace = true })[0][1];

        var steps = image.NameTrace(new IdentifierVocabulary(["dog", "cat", "bee"]));

        steps.Select(step => (step.Token, step.RunnerUp)).Should().Equal(("bee", "cat"), ("dog", null), ("dog", null));
        steps[0].RunnerUpLogProbability.Should().BeApproximately(Math.Log(0.5), 1e-6);
        steps[1].RunnerUpLogProbability.Should().BeNull();
    }

    /// <summary>The first row for the first token, the second for all that follow.</summary>
    private static TableScorer Scorer(double[] first, double[]? others = null) =>
        new(first.Length, [0], (_, path) => Log(path.Length == 0 ? first : others!));

    private static float[] Log(double[] probabilities) => [.. probabilities.Select(probability => (float)Math.Log(probability))];

    private static string Failure(TableScorer scorer) =>
        ((Action)(() => BeamSearch.Search(scorer, Trie, Options))).Should().Throw<InvalidOperationException>().Which.Message;
}
