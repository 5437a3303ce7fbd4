namespace Eidetic.Evaluation;

/// <summary>The receiver operating characteristic of a score that should be high for one kind of things and low for another.</summary>
public static class RankingCurve
{
    /// <summary>
    /// The area under the curve: the probability that one of the first kind scores above one of the second, equal scores counted half
    /// (Mann and Whitney 1947). 0.5 is chance.
    /// </summary>
    /// <param name="high">Scores of those that should be high, at least one.</param>
    /// <param name="low">Scores of those that should be low, at least one.</param>
    /// <returns>0..1.</returns>
    /// <exception cref="ArgumentException">A list is empty, or a score is not a number.</exception>
    public static double Area(IReadOnlyList<double> high, IReadOnlyList<double> low)
    {
        Check(high, nameof(high));
        Check(low, nameof(low));
        var scores = high.Select(score => (Score: score, IsHigh: true)).Concat(low.Select(score => (Score: score, IsHigh: false)))
            .OrderBy(s => s.Score).ToArray();
        double wins = 0;
        long below = 0; // of the second kind
        for (var start = 0; start < scores.Length;)
        {
            var end = start;
            long ties = 0, risen = 0;
            for (; end < scores.Length && scores[end].Score == scores[start].Score; end++)
            {
                risen += scores[end].IsHigh ? 1 : 0;
                ties += scores[end].IsHigh ? 0 : 1;
            }

            wins += risen * (below + ties / 2.0);
            below += ties;
            start = end;
        }

        return wins / ((double)high.Count * low.Count);
    }

    private static void Check(IReadOnlyList<double> scores, string parameter)
    {
        ArgumentNullException.ThrowIfNull(scores, parameter);
        if (scores.Count == 0 || scores.Any(double.IsNaN))
            throw new ArgumentException("Expected at least one score, and numbers only.", parameter);
    }
}
