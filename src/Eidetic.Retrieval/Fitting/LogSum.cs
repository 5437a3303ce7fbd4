namespace Eidetic.Retrieval;

/// <summary>Adds up probabilities that are given as logarithms.</summary>
internal static class LogSum
{
    /// <summary>The logarithm of the sum of the exponentials; negative infinity for none.</summary>
    public static double Of(ReadOnlySpan<double> logarithms)
    {
        var largest = double.NegativeInfinity;
        foreach (var value in logarithms)
        {
            largest = Math.Max(largest, value);
        }

        if (double.IsInfinity(largest))
        {
            return largest;
        }

        var sum = 0.0;
        foreach (var value in logarithms)
        {
            sum += Math.Exp(value - largest);
        }

        return largest + Math.Log(sum);
    }
}
