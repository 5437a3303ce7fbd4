using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests;

/// <summary>Many rows, and more tokens than before.</summary>
public sealed partial class CompactBackboneTests
{
    [Fact]
    public void More_rows_than_are_read_at_once_get_what_each_gets_alone()
    {
        const int Rows = 300;
        using var backbone = TrainedLooking();
        var (texts, _) = Sides(hasText: true, hasImage: false, queries: 2);
        int[] parents = [.. Enumerable.Range(0, Rows).Select(row => row % 2)], tokens = [.. Enumerable.Range(0, Rows).Select(row => row % 9)];
        using var many = backbone.CreateScorer(texts, null);
        using var few = backbone.CreateScorer(texts, null);
        var start = new float[2 * 9];
        many.Start(start);
        few.Start(start);
        var (all, some) = (new float[Rows * 9], new float[3 * 9]);
        int[] looked = [0, 131, 299];

        // Two steps, so that the rows of one are those that the next goes on from.
        for (var step = 0; step < 2; step++)
        {
            many.Continue(step == 0 ? parents : [.. Enumerable.Range(0, Rows)], tokens, all);
            few.Continue(step == 0 ? [.. looked.Select(row => parents[row])] : [0, 1, 2], [.. looked.Select(row => tokens[row])], some);
            for (var place = 0; place < looked.Length; place++)
            {
                all[(looked[place] * 9)..((looked[place] + 1) * 9)].Should().BeEquivalentTo(some[(place * 9)..((place + 1) * 9)], o => o.WithStrictOrdering().Using<float>(
                    c => c.Subject.Should().BeApproximately(c.Expectation, Tolerance)).WhenTypeIs<float>());
            }
        }
    }

    [Fact]
    public void Scores_without_room_are_refused()
    {
        using var backbone = TrainedLooking();
        var (texts, _) = Sides(hasText: true, hasImage: false, queries: 1);
        using var scorer = backbone.CreateScorer(texts, null);
        scorer.Start(new float[9]);

        var proceed = () => scorer.Continue([0, 0], [1, 2], new float[9]);

        proceed.Should().Throw<ArgumentException>().WithMessage("Expected room for 18 scores, got 9.*");
    }

    [Fact]
    public void A_larger_vocabulary_changes_nothing_among_the_tokens_that_there_were()
    {
        const int More = 4;
        int[] tokenOf = [0, 1, 2, .. Enumerable.Range(3 + More, 6)];
        using var before = TrainedLooking();
        var (texts, _) = Sides(hasText: true, hasImage: false, queries: 2);
        var (first, next) = (new float[2 * 9], new float[2 * 9]);
        using (var scorer = before.CreateScorer(texts, null))
        {
            scorer.Start(first);
            scorer.Continue([1, 0], [4, 2], next);
        }

        var places = new FeatureMatrix(9 + More, before.Options.QueryDim);
        places.Values.AsSpan().Fill(0.1f);
        using var grown = before.Grow(tokenOf, places, [.. Enumerable.Repeat(1, 9 + More)], new float[9 + More]);
        var (grownFirst, grownNext) = (new float[2 * (9 + More)], new float[2 * (9 + More)]);
        using (var scorer = grown.CreateScorer(texts, null))
        {
            scorer.Start(grownFirst);
            scorer.Continue([1, 0], [tokenOf[4], tokenOf[2]], grownNext);
        }

        grown.Options.Vocabulary.Should().Be(9 + More);
        foreach (var (small, large) in new[] { (first, grownFirst), (next, grownNext) })
        {
            for (var row = 0; row < 2; row++)
            {
                // Each normalized over its own vocabulary: what is the same are the differences.
                var kept = tokenOf.Select(token => large[(row * (9 + More)) + token]).ToArray();
                kept.Select(score => score - kept[0]).Should().BeEquivalentTo(
                    small[(row * 9)..((row + 1) * 9)].Select(score => score - small[row * 9]), o => o.WithStrictOrdering().Using<float>(
                        c => c.Subject.Should().BeApproximately(c.Expectation, 1e-4f)).WhenTypeIs<float>());
            }
        }
    }
}
