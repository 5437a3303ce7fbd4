namespace Eidetic.Evaluation.Tests;

public sealed class RecallMetricsTests
{
    private static readonly int?[] Ranks = [1, 2, 5, 10, 11, null, 1, 6];

    [Fact]
    public void Figures_are_means_over_all_queries()
    {
        var metrics = RecallMetrics.FromRanks(Ranks);

        metrics.Queries.Should().Be(8);
        metrics.Unanswered.Should().Be(1);
        metrics.RecallAt1.Should().Be(2 / 8.0);
        metrics.RecallAt5.Should().Be(4 / 8.0);
        metrics.RecallAt10.Should().Be(6 / 8.0);
        metrics.Mrr.Should().BeApproximately((1 + 0.5 + 0.2 + 0.1 + (1 / 11.0) + 0 + 1 + (1 / 6.0)) / 8, 1e-12);
        // 1/log2(2), 1/log2(3), 1/log2(6), 1/log2(11), nothing, nothing, 1/log2(2), 1/log2(7)
        metrics.NdcgAt10.Should().BeApproximately((1 + 0.63092975 + 0.38685281 + 0.28906483 + 1 + 0.35620719) / 8, 1e-8);
    }

    [Fact]
    public void Ranks_beyond_the_depth_count_as_not_found()
    {
        var metrics = RecallMetrics.FromRanks(Ranks, depth: 5);

        metrics.Unanswered.Should().Be(4);
        metrics.RecallAt10.Should().Be(4 / 8.0);
        metrics.Mrr.Should().BeApproximately((1 + 0.5 + 0.2 + 1) / 8, 1e-12);
    }

    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.375)]
    [InlineData(11, 0.875)]
    [InlineData(1000, 0.875)]
    public void Recall_at_k_counts_the_ranks_up_to_k(int k, double expected)
    {
        var recall = RecallMetrics.RecallAt(Ranks, k);

        recall.Should().Be(expected);
    }

    [Fact]
    public void No_query_is_refused()
    {
        var measuring = () => RecallMetrics.FromRanks([]);

        measuring.Should().Throw<ArgumentException>().WithMessage("Expected the rank of at least one query, got none.*");
    }

    [Fact]
    public void A_rank_of_zero_is_refused_and_its_query_named()
    {
        var measuring = () => RecallMetrics.FromRanks([1, 0]);

        measuring.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Expected ranks from 1 on, got 0 for query 1.*");
    }

    [Fact]
    public void A_depth_of_zero_is_refused()
    {
        var measuring = () => RecallMetrics.FromRanks([1], depth: 0);

        measuring.Should().Throw<ArgumentOutOfRangeException>();
    }
}
