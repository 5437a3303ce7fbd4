namespace Eidetic.Retrieval.Tests;

public sealed class LogisticFitTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public void The_fit_is_where_the_gradient_of_the_loss_vanishes()
    {
        var (rows, labels, weights) = Draw(seed: 7, count: 60);

        var model = LogisticFit.Fit(Names, rows, labels, weights, ridge: 0.5);

        // Brute force: central differences of the penalized loss, written down anew, in every direction.
        double[] at = [.. model.Weights, model.Bias];
        const double step = 1e-5;
        for (var place = 0; place < at.Length; place++)
        {
            double Shifted(double by)
            {
                double[] moved = [.. at];
                moved[place] += by;
                return Loss(model, rows, labels, weights, ridge: 0.5, moved);
            }

            ((Shifted(step) - Shifted(-step)) / (2 * step)).Should().BeApproximately(0, 1e-5);
        }
    }

    [Fact]
    public void Known_log_odds_are_found_again()
    {
        var random = new Random(1);
        double[][] rows = [.. Enumerable.Range(0, 20_000).Select(_ => new[] { 5 + 2 * random.NextDouble(), random.NextDouble(), 3.0 })];
        double[] labels = [.. rows.Select(row => random.NextDouble() < Sigmoid(2 * row[0] - 3 * row[1] - 11) ? 1.0 : 0)];

        var model = LogisticFit.Fit(Names, rows, labels, [.. rows.Select(_ => 1.0)], ridge: 1e-3);

        (model.Weights[0] / model.Deviations[0]).Should().BeApproximately(2, 0.15);
        (model.Weights[1] / model.Deviations[1]).Should().BeApproximately(-3, 0.25);
        model.Weights[2].Should().BeApproximately(0, 1e-6, "a feature that never changes tells nothing");
        model.Probability([6, 0.5, 3]).Should().BeApproximately(Sigmoid(-0.5), 0.02);
    }

    [Fact]
    public void A_weight_of_two_counts_as_two_rows()
    {
        var (rows, labels, _) = Draw(seed: 2, count: 30);
        double[] weights = [.. rows.Select((_, i) => i < 10 ? 2.0 : 1)];

        var weighted = LogisticFit.Fit(Names, rows, labels, weights, ridge: 0);
        var repeated = LogisticFit.Fit(
            Names, [.. rows, .. rows[..10]], [.. labels, .. labels[..10]], [.. Enumerable.Repeat(1.0, 40)], ridge: 0);

        rows.Should().AllSatisfy(row => weighted.Probability(row).Should().BeApproximately(repeated.Probability(row), 1e-6));
    }

    [Fact]
    public void Kinds_that_a_line_divides_stay_finite()
    {
        double[][] rows = [[0, 0, 0], [1, 0, 0], [2, 0, 0], [3, 0, 0]];

        var model = LogisticFit.Fit(Names, rows, [0, 0, 1, 1], [1, 1, 1, 1], ridge: 1);

        model.Fits(Names).Should().BeTrue();
        model.Probability(rows[0]).Should().BeLessThan(0.5);
        model.Probability(rows[3]).Should().BeGreaterThan(0.5);
    }

    private static (double[][] Rows, double[] Labels, double[] Weights) Draw(int seed, int count)
    {
        var random = new Random(seed);
        double[][] rows = [.. Enumerable.Range(0, count).Select(_ => new[] { random.NextDouble() * 9, random.NextDouble() - 4, random.NextDouble() })];
        double[] labels = [.. rows.Select(row => random.NextDouble() < Sigmoid(row[0] - 4) ? 1.0 : 0)];
        return (rows, labels, [.. rows.Select(_ => 0.5 + random.NextDouble())]);
    }

    private static double Loss(LogisticModel model, double[][] rows, double[] labels, double[] weights, double ridge, double[] at)
    {
        var penalty = ridge / 2 * at.SkipLast(1).Sum(w => w * w);
        return penalty + rows.Select((row, r) =>
        {
            var logOdds = at[^1] + row.Select((value, i) => at[i] * (value - model.Means[i]) / model.Deviations[i]).Sum();
            return -weights[r] * (labels[r] == 1 ? Math.Log(Sigmoid(logOdds)) : Math.Log(1 - Sigmoid(logOdds)));
        }).Sum();
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
