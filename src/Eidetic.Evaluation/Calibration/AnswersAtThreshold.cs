namespace Eidetic.Evaluation;

/// <summary>What <c>--min-probability</c> does to queries that can be answered and to queries that cannot.</summary>
/// <param name="MinProbability">The least probability of a match for which a query is answered.</param>
/// <param name="Answered">Share of the answerable queries that are answered, 0..1.</param>
/// <param name="FalselyAnswered">Share of the unanswerable queries that are answered nonetheless, 0..1.</param>
/// <param name="PrecisionAt1">Share of the answered answerable queries whose image comes first; null where none is answered.</param>
/// <param name="PrecisionAt10">Share of them whose image is among the first 10; null where none is answered.</param>
public sealed record AnswersAtThreshold(
    double MinProbability, double Answered, double FalselyAnswered, double? PrecisionAt1 = null, double? PrecisionAt10 = null)
{
    /// <summary>The table for a list of thresholds.</summary>
    /// <param name="answerable">The probability of a match given to each answerable query; at least one.</param>
    /// <param name="ranks">For each answerable query the 1-based rank of its image, or null where it was not found.</param>
    /// <param name="unanswerable">The probability of a match given to each unanswerable query; at least one.</param>
    /// <param name="thresholds">Probabilities, 0..1.</param>
    /// <exception cref="ArgumentException">A list is empty, two differ in length, or a number is out of range.</exception>
    public static IReadOnlyList<AnswersAtThreshold> Table(
        IReadOnlyList<double> answerable, IReadOnlyList<int?> ranks, IReadOnlyList<double> unanswerable, IReadOnlyList<double> thresholds)
    {
        Ranks.Check(ranks);
        ArgumentNullException.ThrowIfNull(answerable);
        ArgumentNullException.ThrowIfNull(unanswerable);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (answerable.Count != ranks.Count || unanswerable.Count == 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"Expected a probability for each of {ranks.Count} ranks and at least one unanswerable query, got {answerable.Count} and {unanswerable.Count}."),
                nameof(answerable));
        }

        Outcomes.CheckProbabilities(answerable, nameof(answerable));
        Outcomes.CheckProbabilities(unanswerable, nameof(unanswerable));
        Outcomes.CheckProbabilities(thresholds, nameof(thresholds));
        return [.. thresholds.Select(Row)];

        AnswersAtThreshold Row(double threshold)
        {
            var answered = ranks.Where((_, query) => answerable[query] >= threshold).ToArray();
            return new AnswersAtThreshold(
                threshold,
                (double)answered.Length / ranks.Count,
                (double)unanswerable.Count(probability => probability >= threshold) / unanswerable.Count,
                Share(answered, 1),
                Share(answered, 10));
        }
    }

    private static double? Share(int?[] ranks, int k) => ranks.Length == 0 ? null : (double)ranks.Count(rank => rank <= k) / ranks.Length;
}
