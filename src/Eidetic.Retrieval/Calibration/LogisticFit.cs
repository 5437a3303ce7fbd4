namespace Eidetic.Retrieval;

/// <summary>
/// Fits a logistic regression by Newton's method (iteratively reweighted least squares) with a penalty of ridge/2 · |w|² on the weights of the
/// standardized features; the bias is free. Deterministic. A step that does not lower the loss is halved.
/// </summary>
internal static class LogisticFit
{
    private const int MostSteps = 50;
    private const int MostHalvings = 30;
    private const double SmallestStep = 1e-10;
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
        var solution = new double[features.Count + 1];
        var loss = Loss(standardized, labels, weights, ridge, solution);
        for (var step = 0; step < MostSteps; step++)
        {
            var direction = Direction(standardized, labels, weights, ridge, solution);
            var (next, nextLoss) = Descend(solution, direction, loss, at => Loss(standardized, labels, weights, ridge, at));
            var isDone = loss - nextLoss <= SmallestStep * Math.Max(1, Math.Abs(loss));
            (solution, loss) = (next, nextLoss);
            if (isDone)
            {
                break;
            }
        }

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

    /// <summary>Newton's step: gradient over curvature.</summary>
    private static double[] Direction(double[][] rows, IReadOnlyList<double> labels, IReadOnlyList<double> weights, double ridge, double[] at)
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

        return Cholesky.Solve(curvature, gradient);
    }

    private static (double[] At, double Loss) Descend(double[] from, double[] direction, double loss, Func<double[], double> lossAt)
    {
        var length = 1.0;
        for (var halving = 0; halving < MostHalvings; halving++, length /= 2)
        {
            double[] at = [.. from.Zip(direction, (value, step) => value - length * step)];
            if (lossAt(at) is var next && next < loss)
            {
                return (at, next);
            }
        }

        return (from, loss);
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
