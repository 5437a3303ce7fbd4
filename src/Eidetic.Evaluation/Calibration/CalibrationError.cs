namespace Eidetic.Evaluation;

/// <summary>
/// How far probabilities lie from the frequencies they promise: the expected calibration error (Guo et al. 2017, "On Calibration of Modern
/// Neural Networks", eq. 3), 0 for probabilities that keep their word. Predictions are sorted into bins; in each, the mean probability is
/// compared with the share of outcomes that came true; the differences are averaged with the bins' sizes as weights.
/// </summary>
/// <param name="EqualWidth">Over bins of equal width, as the paper has it: ((m − 1)/M, m/M].</param>
/// <param name="Adaptive">
/// Over bins of as equal size as ties allow (Nixon et al. 2019, "Measuring Calibration in Deep Learning", §3): small probabilities, which share
/// one bin of equal width, are told apart. Equal probabilities always share a bin.
/// </param>
public sealed record CalibrationError(double EqualWidth, double Adaptive)
{
    /// <summary>Bins of the paper.</summary>
    private const int UsualBins = 15;

    /// <summary>Measures probabilities.</summary>
    /// <param name="probabilities">One for each prediction, 0..1; at least one.</param>
    /// <param name="outcomes">Whether each came true.</param>
    /// <param name="bins">At least 1. Default 15.</param>
    /// <exception cref="ArgumentException">The lists are empty or differ in length, or a number is out of range.</exception>
    public static CalibrationError Of(IReadOnlyList<double> probabilities, IReadOnlyList<bool> outcomes, int bins = UsualBins)
    {
        Outcomes.Check(probabilities, outcomes);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var sorted = probabilities.Zip(outcomes, (probability, came) => (Probability: probability, Came: came)).OrderBy(p => p.Probability).ToArray();
        return new CalibrationError(Error(sorted, ByWidth(sorted, bins)), Error(sorted, BySize(sorted, bins)));
    }

    private static double Error((double Probability, bool Came)[] sorted, IEnumerable<Range> bins) => bins.Sum(bin =>
    {
        var members = sorted[bin];
        return Math.Abs(members.Sum(m => m.Probability) - members.Count(m => m.Came));
    }) / sorted.Length;

    private static IEnumerable<Range> ByWidth((double Probability, bool Came)[] sorted, int bins)
    {
        var start = 0;
        for (var bin = 1; bin <= bins && start < sorted.Length; bin++)
        {
            var end = start;
            while (end < sorted.Length && (bin == bins || sorted[end].Probability <= (double)bin / bins))
                end++;

            yield return start..end;
            start = end;
        }
    }

    private static IEnumerable<Range> BySize((double Probability, bool Came)[] sorted, int bins)
    {
        var start = 0;
        for (var bin = 1; bin <= bins && start < sorted.Length; bin++)
        {
            var end = Math.Max(start, (int)((long)bin * sorted.Length / bins));
            while (end > start && end < sorted.Length && sorted[end].Probability == sorted[end - 1].Probability)
                end++;

            yield return start..end;
            start = end;
        }
    }
}
