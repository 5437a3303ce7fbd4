namespace Eidetic.Retrieval;

/// <summary>Minimizes a convex loss by Newton's method. Deterministic. A step that does not lower the loss is halved.</summary>
internal static class NewtonDescent
{
    private const int MostSteps = 50;
    private const int MostHalvings = 30;
    private const double SmallestStep = 1e-10;

    /// <summary>Finds where the loss is least.</summary>
    /// <param name="start">Where to begin.</param>
    /// <param name="lossAt">The loss at a point.</param>
    /// <param name="derivativesAt">Its gradient there, and its curvature, positive definite, of which the lower triangle is read.</param>
    public static double[] Minimize(
        double[] start, Func<double[], double> lossAt, Func<double[], (double[] Gradient, double[,] Curvature)> derivativesAt)
    {
        var (at, loss) = (start, lossAt(start));
        for (var step = 0; step < MostSteps; step++)
        {
            var (gradient, curvature) = derivativesAt(at);
            var (next, nextLoss) = Descend(at, Cholesky.Solve(curvature, gradient), loss, lossAt);
            var isDone = loss - nextLoss <= SmallestStep * Math.Max(1, Math.Abs(loss));
            (at, loss) = (next, nextLoss);
            if (isDone)
            {
                break;
            }
        }

        return at;
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
}
