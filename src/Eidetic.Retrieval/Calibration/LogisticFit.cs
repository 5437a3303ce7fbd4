namespace Eidetic.Retrieval;

/// <summary>
/// Fits a logistic regression by Newton's method (iteratively reweighted least squares) with a penalty of ridge/2 · |w|² on the weights of the
/// standardized features; the bias is free. Deterministic.
/// </summary>
internal static class LogisticFit
{
    private const double SmallestDeviation = 1e-9;
    private const double BiasRidge = 1e-9; // keeps the system solvable where all labels agree

    /// <summary>Fits.</summary>
    /// <param name="features">What each place of a row means.</param>
    /// <param name="rows">At least one row.</param>
    /// <param name="labels">0 or 1 for each row.</param>
    /// <param name="weights">How much each row counts.</param>
    /// <param name="ridge">Strength of the penalty, at least 0.</param>
    public static LogisticModel Fit(
        IReadOnlyList<string> features, IReadOnlyList<double[]> rows, IReadOnlyList<double> labels, IReadOnlyList<double> weights, double ridge)
    {
        var (means, deviations) = Moments(rows, features.Count);
        // The last place is the bias.
        double[][] standardized = [.. rows.Select(row => (double[])[.. row.Select((value, place) => (value - means[place]) / deviations[place]), 1])];
        var solution = NewtonDescent.Minimize(
            new double[features.Count + 1],
            at => Loss(standardized, labels, weights, ridge, at),
            at => Derivatives(standardized, labels, weights, ridge, at));
        return new LogisticModel { Features = features, Means = means, Deviations = deviations, Weights = solution[..^1], Bias = solution[^1] };
    }

    private static (double[] Means, double[] Deviations) Moments(IReadOnlyList<double[]> rows, int features)
    {
        var means = new double[features];
        var deviations = new double[features];
        for (var place = 0; place < features; place++)
        {
            means[place] = rows.Average(row => row[place]);
            var deviation = Math.Sqrt(rows.Average(row => (row[place] - means[place]) * (row[place] - means[place])));
            deviations[place] = deviation > SmallestDeviation ? deviation : 1;
        }

        return (means, deviations);
    }

    private static double Loss(double[][] rows, IReadOnlyList<double> labels, IReadOnlyList<double> weights, double ridge, double[] at)
    {
        double sum = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            var logOdds = Dot(rows[row], at);
            // log(1 + e^x) − y·x
            sum += weights[row] * (Math.Max(logOdds, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logOdds))) - labels[row] * logOdds);
        }

        return sum + ridge / 2 * at.SkipLast(1).Sum(w => w * w) + BiasRidge / 2 * at[^1] * at[^1];
    }

    private static (double[] Gradient, double[,] Curvature) Derivatives(
        double[][] rows, IReadOnlyList<double> labels, IReadOnlyList<double> weights, double ridge, double[] at)
    {
        var size = at.Length;
        var gradient = new double[size];
        var curvature = new double[size, size];
        for (var row = 0; row < rows.Length; row++)
        {
            var values = rows[row];
            var probability = LogisticModel.Probability(Dot(values, at));
            for (var i = 0; i < size; i++)
            {
                gradient[i] += weights[row] * (probability - labels[row]) * values[i];
                for (var j = 0; j <= i; j++)
                {
                    curvature[i, j] += weights[row] * probability * (1 - probability) * values[i] * values[j];
                }
            }
        }

        for (var i = 0; i < size; i++)
        {
            var penalty = i == size - 1 ? BiasRidge : ridge;
            gradient[i] += penalty * at[i];
            curvature[i, i] += Math.Max(penalty, BiasRidge);
        }

        return (gradient, curvature);
    }

    private static double Dot(double[] row, double[] at)
    {
        double sum = 0;
        for (var place = 0; place < row.Length; place++)
        {
            sum += row[place] * at[place];
        }

        return sum;
    }
}
