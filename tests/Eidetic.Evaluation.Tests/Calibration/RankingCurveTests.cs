namespace Eidetic.Evaluation.Tests;

public sealed class RankingCurveTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_area_is_the_share_of_pairs_in_order_with_ties_counted_half(int seed)
    {
        var random = new Random(seed);
        double[] high = [.. Enumerable.Range(0, 40).Select(_ => (double)random.Next(2, 12))];
        double[] low = [.. Enumerable.Range(0, 70).Select(_ => (double)random.Next(10))];

        var area = RankingCurve.Area(high, low);

        var pairs = high.Sum(h => low.Sum(l => h > l ? 1 : h == l ? 0.5 : 0));
        area.Should().BeApproximately(pairs / (40 * 70), 1e-12);
        RankingCurve.Area(low, high).Should().BeApproximately(1 - area, 1e-12);
    }

    [Fact]
    public void Perfect_order_is_one_and_equal_scores_are_a_half()
    {
        RankingCurve.Area([3, 4], [1, 2]).Should().Be(1);
        RankingCurve.Area([1, 1], [1, 1, 1]).Should().Be(0.5);
    }

    [Fact]
    public void Missing_scores_are_refused()
    {
        var none = () => RankingCurve.Area([], [1]);
        var notANumber = () => RankingCurve.Area([1], [double.NaN]);

        none.Should().Throw<ArgumentException>().WithMessage("*at least one score*");
        notANumber.Should().Throw<ArgumentException>().WithMessage("*numbers only*");
    }
}
