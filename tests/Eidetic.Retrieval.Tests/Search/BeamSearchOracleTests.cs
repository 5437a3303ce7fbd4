using CsCheck;
using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic.Retrieval.Tests;

public sealed class BeamSearchOracleTests
{
    private sealed record Case(RandomIdentifiers.Set Set, IdentifierTrie Trie, TrieMask? Mask, int Query, int Beams)
    {
        public Oracle Oracle => new(Trie, Set.Vocabulary, Query, Mask);

        public IReadOnlyList<RecalledImage> Search(BeamSearchOptions options) =>
            BeamSearch.Search(TableScorer.Random(Set.Vocabulary, Query), Trie, options, Mask)[0];
    }

    private static readonly Gen<Case> Cases =
        from set in RandomIdentifiers.Sets
        from query in Gen.Int[0, 1_000_000]
        from beams in Gen.Int[1, 8]
        select Make(set, query, beams);

    [Fact]
    public void A_beam_as_wide_as_the_trie_equals_enumeration() => Cases.Sample(
        test =>
        {
            var expected = test.Oracle.Images(test.Oracle.AllLeaves());

            var images = test.Search(Widest(test.Trie));

            ShouldBe(images, expected);
        },
        iter: 300);

    [Fact]
    public void Stopping_early_changes_no_result_of_a_narrow_beam() => Cases.Sample(
        test =>
        {
            var expected = test.Oracle.Images(test.Oracle.Beam(test.Beams));

            var images = test.Search(new BeamSearchOptions { Beams = test.Beams, Top = test.Beams });

            ShouldBe(images, expected);
        },
        iter: 500);

    [Fact]
    public void Beams_never_leave_the_trie_or_the_mask() => Cases.Sample(
        test =>
        {
            var scorer = TableScorer.Random(test.Set.Vocabulary, test.Query);

            var images = BeamSearch.Search(scorer, test.Trie, new BeamSearchOptions { Beams = test.Beams, Top = 1 }, test.Mask)[0];

            scorer.Extended.Should().OnlyHaveUniqueItems();
            foreach (var (_, path) in scorer.Extended)
            {
                var node = test.Trie.Find(path.Split(' ').Select(int.Parse).ToArray());
                node.Should().BePositive();
                test.Trie.ImageOf(node).Should().Be(-1, "a whole identifier has no next token");
                (test.Mask?.Allows(node) ?? true).Should().BeTrue();
            }

            images.Should().OnlyContain(image => test.Mask == null || test.Mask.Allows(image.Leaf));
            images.Should().OnlyContain(image => test.Trie.ImageOf(image.Leaf) == image.Image);
        },
        iter: 300);

    [Fact]
    public void Probabilities_of_all_images_sum_to_one() => Gen.Select(Cases, Gen.Bool).Sample(
        (test, isSparse) =>
        {
            var scorer = new TableScorer(test.Set.Vocabulary, [test.Query], (query, path) => isSparse
                ? TableScorer.SparseRow(test.Set.Vocabulary, query, path)
                : TableScorer.RandomRow(test.Set.Vocabulary, query, path));

            var images = BeamSearch.Search(scorer, test.Trie, Widest(test.Trie))[0];

            images.Should().HaveCount(test.Trie.ImageCount);
            images.Sum(image => Math.Exp(image.LogProbability)).Should().BeApproximately(1, 1e-5);
        },
        iter: 300);

    [Fact]
    public void A_mask_changes_no_probability_of_what_it_allows() => Cases.Sample(
        test =>
        {
            var mask = test.Trie.Restrict(Enumerable.Range(0, test.Trie.ImageCount).Where(image => image % 3 != 1));
            var all = (test with { Mask = null }).Search(Widest(test.Trie)).ToDictionary(image => image.Image);

            var allowed = (test with { Mask = mask }).Search(Widest(test.Trie));

            allowed.Should().HaveCount(mask.ImageCount);
            allowed.Should().OnlyContain(image => image.LogProbability == all[image.Image].LogProbability);
        },
        iter: 200);

    [Fact]
    public void Probability_spent_on_tokens_outside_the_trie_changes_no_result() => Gen.Select(Cases, Gen.Double[1e-6, 1]).Sample(
        (test, kept) =>
        {
            var scorer = new TableScorer(test.Set.Vocabulary + 1, [test.Query], (query, path) =>
            [
                .. TableScorer.RandomRow(test.Set.Vocabulary, query, path).Select(known => known + (float)Math.Log(kept)),
                (float)Math.Log(1 - kept),
            ]);
            var expected = test.Search(Widest(test.Trie)).ToDictionary(image => image.Image, image => image.LogProbability);

            var images = BeamSearch.Search(scorer, test.Trie, Widest(test.Trie), test.Mask)[0];

            images.Should().HaveCount(expected.Count);
            images.Should().OnlyContain(image => Math.Abs(image.LogProbability - expected[image.Image]) < 2e-5);
        },
        iter: 200);

    [Fact]
    public void Every_score_is_the_probability_of_the_images_identifiers() => Cases.Sample(
        test =>
        {
            var images = test.Search(new BeamSearchOptions { Beams = test.Beams, Top = test.Beams });

            images.Should().OnlyContain(image => image.LogProbability >= test.Oracle.ScoreOf(image.Leaf) - 1e-12);
            images.Select(image => image.Image).Should().OnlyHaveUniqueItems();
        },
        iter: 200);

    [Fact]
    public void A_query_in_a_batch_is_answered_as_alone() => Gen.Select(Cases, Gen.Int[0, 1000].Array[1, 5]).Sample(
        (test, queries) =>
        {
            var options = new BeamSearchOptions { Beams = test.Beams, Top = test.Beams, Trace = true };

            var together = BeamSearch.Search(TableScorer.Random(test.Set.Vocabulary, queries), test.Trie, options, test.Mask);

            together.Should().HaveSameCount(queries);
            for (var i = 0; i < queries.Length; i++)
            {
                together[i].Should().BeEquivalentTo((test with { Query = queries[i] }).Search(options), equivalency => equivalency.WithStrictOrdering());
            }
        },
        iter: 100);

    [Fact]
    public void A_trace_tells_each_step_and_its_runner_up() => Cases.Sample(
        test =>
        {
            var images = test.Search(new BeamSearchOptions { Beams = test.Beams, Top = test.Beams, Trace = true });

            foreach (var image in images)
            {
                var path = test.Trie.PathTo(image.Leaf);
                image.Trace.Select(step => step.Token).Should().Equal(path);
                image.Trace.Sum(step => step.LogProbability).Should().BeApproximately(test.Oracle.ScoreOf(image.Leaf), 1e-9);
                for (var i = 0; i < path.Length; i++)
                {
                    var expected = test.Oracle.RunnerUp(test.Trie.Find(path.AsSpan(0, i + 1)));
                    image.Trace[i].RunnerUp.Should().Be(expected?.Token);
                    image.Trace[i].RunnerUpLogProbability.Should().BeApproximately(expected?.LogProbability, 1e-6);
                }
            }
        },
        iter: 200);

    [Fact]
    public void No_narrow_beam_beats_one_as_wide_as_the_trie() => Cases.Sample(
        test =>
        {
            var wide = test.Search(new BeamSearchOptions { Beams = test.Trie.LeafCount, Top = 1 });

            var narrow = test.Search(new BeamSearchOptions { Beams = test.Beams, Top = 1 });

            (wide.Count == 0).Should().Be(narrow.Count == 0);
            narrow.Should().OnlyContain(image => image.LogProbability <= wide[0].LogProbability + 1e-12);
        },
        iter: 200);

    [Fact]
    public void With_identifiers_of_two_tokens_a_wider_beam_never_lowers_the_best_score() =>
        Gen.Select(Gen.Int[0, 5].Array[2].Array[1, 30], Gen.Int[0, 1000], Gen.Int[1, 5]).Sample(
            (pairs, query, beams) =>
            {
                var identifiers = pairs.DistinctBy(TableScorer.Text).Select((tokens, image) => new ImageIdentifier(image, tokens)).ToArray();
                var trie = IdentifierTrie.Build(identifiers, identifiers.Length);

                var narrow = BeamSearch.Search(TableScorer.Random(6, query), trie, new BeamSearchOptions { Beams = beams, Top = 1 })[0];
                var wide = BeamSearch.Search(TableScorer.Random(6, query), trie, new BeamSearchOptions { Beams = beams + 1, Top = 1 })[0];

                wide[0].LogProbability.Should().BeGreaterThanOrEqualTo(narrow[0].LogProbability);
            },
            iter: 200);

    [Fact]
    public void As_many_images_are_named_as_asked_for_when_each_has_one_identifier() => Cases.Sample(
        test =>
        {
            var trie = IdentifierTrie.Build([.. test.Set.Identifiers.Select((identifier, i) => identifier with { Image = i })], test.Set.Identifiers.Count);
            var mask = trie.Restrict(Enumerable.Range(0, trie.ImageCount).Where(image => image % 3 != 1));

            var images = BeamSearch.Search(
                TableScorer.Random(test.Set.Vocabulary, test.Query), trie, new BeamSearchOptions { Beams = test.Beams, Top = test.Beams }, mask)[0];

            images.Should().HaveCount(Math.Min(test.Beams, mask.ImageCount));
        },
        iter: 200);

    private static BeamSearchOptions Widest(IdentifierTrie trie) => new() { Beams = trie.LeafCount, Top = trie.LeafCount };

    private static Case Make(RandomIdentifiers.Set set, int query, int beams)
    {
        var trie = IdentifierTrie.Build(set.Identifiers, set.Images);
        var mask = query % 2 == 0 ? null : trie.Restrict(Enumerable.Range(0, set.Images).Where(image => (image + query) % 3 != 0));
        return new Case(set, trie, mask, query, beams);
    }

    private static void ShouldBe(IReadOnlyList<RecalledImage> images, IReadOnlyList<(int Image, int Leaf, double LogProbability)> expected)
    {
        images.Should().HaveSameCount(expected);
        for (var i = 0; i < images.Count; i++)
        {
            images[i].LogProbability.Should().BeApproximately(expected[i].LogProbability, 1e-6);
        }

        images.Select(image => (image.Image, image.Leaf)).Should().BeEquivalentTo(expected.Select(image => (image.Image, image.Leaf)));
        images.Should().BeInDescendingOrder(image => image.LogProbability);
    }
}
