namespace Eidetic.Evaluation;

/// <summary>How often answers are right when only the surest are given (risk and coverage of El-Yaniv and Wiener 2010).</summary>
/// <param name="Coverage">Share of the queries that are answered, 0..1; those as sure as the last one are answered too.</param>
/// <param name="Precision">Share of the answered ones that are right, 0..1.</param>
/// <param name="Threshold">How sure the least sure answered one is.</param>
public sealed record PrecisionAtCoverage(double Coverage, double Precision, double Threshold)
{
    /// <summary>The table for a list of coverages.</summary>
    /// <param name="confidences">How sure each answer is; at least one.</param>
    /// <param name="isRight">Whether each is right.</param>
    /// <param name="coverages">Shares to answer, above 0 and up to 1.</param>
    /// <exception cref="ArgumentException">The lists are empty or differ in length, or a number is out of range.</exception>
    public static IReadOnlyList<PrecisionAtCoverage> Table(
        IReadOnlyList<double> confidences, IReadOnlyList<bool> isRight, IReadOnlyList<double> coverages)
    {
        Outcomes.Check(confidences, isRight);
        ArgumentNullException.ThrowIfNull(coverages);
        var surest = confidences.Zip(isRight, (confidence, right) => (Confidence: confidence, IsRight: right))
            .OrderByDescending(answer => answer.Confidence).ToArray();
        return [.. coverages.Select(coverage => Row(surest, coverage))];
    }

    private static PrecisionAtCoverage Row((double Confidence, bool IsRight)[] surest, double coverage)
    {
        if (!(coverage is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Expected coverages above 0 and up to 1.");

        var last = Math.Max(1, (int)Math.Round(coverage * surest.Length)) - 1;
        var answered = surest.TakeWhile(answer => answer.Confidence >= surest[last].Confidence).ToArray();
        return new PrecisionAtCoverage(
            (double)answered.Length / surest.Length, (double)answered.Count(answer => answer.IsRight) / answered.Length, surest[last].Confidence);
    }
}
