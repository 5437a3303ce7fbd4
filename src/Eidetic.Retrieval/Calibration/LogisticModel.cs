namespace Eidetic.Retrieval;

/// <summary>A logistic regression on standardized features.</summary>
internal sealed record LogisticModel
{
    /// <summary>What each place of a row means.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>What is subtracted from each feature.</summary>
    public required IReadOnlyList<double> Means { get; init; }

    /// <summary>What the difference is divided by; above 0.</summary>
    public required IReadOnlyList<double> Deviations { get; init; }

    /// <summary>Weight of each standardized feature.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <summary>Log-odds where every feature has its mean.</summary>
    public required double Bias { get; init; }

    /// <summary>The probability of a row, 0..1.</summary>
    public double Probability(IReadOnlyList<double> row) => Probability(LogOdds(row));

    /// <summary>1 / (1 + e^−x), without overflow.</summary>
    public static double Probability(double logOdds) => logOdds >= 0 ? 1 / (1 + Math.Exp(-logOdds)) : Math.Exp(logOdds) / (1 + Math.Exp(logOdds));

    /// <summary>Whether it can be used on rows of these features.</summary>
    public bool Fits(IReadOnlyList<string> features) =>
        Features.SequenceEqual(features, StringComparer.Ordinal)
        && Means.Count == Features.Count && Deviations.Count == Features.Count && Weights.Count == Features.Count
        && Means.Concat(Deviations).Concat(Weights).Append(Bias).All(double.IsFinite) && Deviations.All(deviation => deviation > 0);

    private double LogOdds(IReadOnlyList<double> row)
    {
        var sum = Bias;
        for (var place = 0; place < Weights.Count; place++)
        {
            sum += Weights[place] * (row[place] - Means[place]) / Deviations[place];
        }

        return sum;
    }
}
