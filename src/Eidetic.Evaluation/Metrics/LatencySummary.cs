namespace Eidetic.Evaluation;

/// <summary>How long queries took, in milliseconds.</summary>
/// <param name="P50">Median.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="Mean">Arithmetic mean.</param>
public sealed record LatencySummary(double P50, double P95, double Mean)
{
    /// <summary>
    /// Summarizes measured durations. A percentile between two measurements is interpolated linearly: percentile p of n sorted values lies
    /// at 0-based place p × (n − 1) (Hyndman and Fan 1996, type 7).
    /// </summary>
    /// <param name="durations">One for each query, in any order; at least one, none negative.</param>
    /// <exception cref="ArgumentException">There is no duration, or one is negative.</exception>
    public static LatencySummary FromDurations(IReadOnlyList<TimeSpan> durations)
    {
        ArgumentNullException.ThrowIfNull(durations);
        if (durations.Count == 0)
            throw new ArgumentException("Expected at least one duration, got none.", nameof(durations));
        var sorted = durations.Select(duration => duration.TotalMilliseconds).Order().ToArray();
        if (sorted[0] < 0)
            throw new ArgumentOutOfRangeException(nameof(durations), $"Expected durations of at least 0 ms, got {sorted[0]} ms.");
        return new LatencySummary(Percentile(sorted, 0.50), Percentile(sorted, 0.95), sorted.Average());
    }

    private static double Percentile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
