namespace Eidetic.Evaluation.Tests;

public sealed class LatencySummaryTests
{
    [Fact]
    public void Percentiles_between_measurements_are_interpolated()
    {
        TimeSpan[] durations = [.. new[] { 40, 10, 30, 20 }.Select(one => TimeSpan.FromMilliseconds(one))];

        var summary = LatencySummary.FromDurations(durations);

        summary.P50.Should().BeApproximately(25, 1e-9);
        summary.P95.Should().BeApproximately(38.5, 1e-9); // place 0.95 * 3 = 2.85, between 30 and 40
        summary.Mean.Should().BeApproximately(25, 1e-9);
    }

    [Fact]
    public void A_single_measurement_is_every_percentile()
    {
        var summary = LatencySummary.FromDurations([TimeSpan.FromMilliseconds(7)]);

        summary.Should().Be(new LatencySummary(7, 7, 7));
    }

    [Fact]
    public void No_measurement_is_refused()
    {
        var summarizing = () => LatencySummary.FromDurations([]);

        summarizing.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_negative_duration_is_refused()
    {
        var summarizing = () => LatencySummary.FromDurations([TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(-1)]);

        summarizing.Should().Throw<ArgumentOutOfRangeException>();
    }
}
