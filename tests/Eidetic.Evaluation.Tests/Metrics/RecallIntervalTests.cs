namespace Eidetic.Evaluation.Tests;

public sealed class RecallIntervalTests
{
    [Fact]
    public void The_interval_agrees_with_the_normal_approximation()
    {
        int?[] ranks = [.. Enumerable.Range(0, 1000).Select(query => query % 10 < 3 ? 1 : (int?)7)];
        var halfWidth = 1.96 * Math.Sqrt(0.3 * 0.7 / 1000);

        var interval = RecallInterval.Bootstrap(ranks, k: 1, seed: 1, resamples: 4000);

        interval.Lower.Should().BeApproximately(0.3 - halfWidth, 0.003);
        interval.Upper.Should().BeApproximately(0.3 + halfWidth, 0.003);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_seed_another()
    {
        int?[] ranks = [.. Enumerable.Range(1, 400).Select(query => (int?)query % 17 + 1)];

        var first = RecallInterval.Bootstrap(ranks, k: 5, seed: 3);
        var second = RecallInterval.Bootstrap(ranks, k: 5, seed: 3);
        var others = Enumerable.Range(4, 5).Select(seed => RecallInterval.Bootstrap(ranks, k: 5, seed));

        second.Should().Be(first);
        others.Should().Contain(other => other != first);
    }

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(9, 0.0)]
    public void Queries_that_all_agree_leave_no_doubt(int rank, double expected)
    {
        int?[] ranks = [rank, rank, rank];

        var interval = RecallInterval.Bootstrap(ranks, k: 5, seed: 0);

        interval.Should().Be(new RecallInterval(expected, expected));
    }

    [Fact]
    public void Too_few_resamples_are_refused()
    {
        var drawing = () => RecallInterval.Bootstrap([1], k: 1, seed: 0, resamples: 99);

        drawing.Should().Throw<ArgumentOutOfRangeException>();
    }
}
