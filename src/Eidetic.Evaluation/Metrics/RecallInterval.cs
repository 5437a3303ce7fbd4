namespace Eidetic.Evaluation;

/// <summary>Where recall would lie with other queries of the same kind.</summary>
/// <param name="Lower">Lower end, 0..1.</param>
/// <param name="Upper">Upper end, 0..1.</param>
public sealed record RecallInterval(double Lower, double Upper)
{
    private const double Confidence = 0.95;

    /// <summary>
    /// The 95 % percentile bootstrap (Efron 1979) of recall@k: queries are drawn with replacement, as many as there are, again and again,
    /// and the outer 2.5 % of the recalls on either side are cut off.
    /// </summary>
    /// <param name="ranks">For each query the 1-based rank of its image, or null where it was not found.</param>
    /// <param name="k">At least 1.</param>
    /// <param name="seed">Same ranks and seed, same interval.</param>
    /// <param name="resamples">How often to draw; at least 100. Default 1,000.</param>
    /// <exception cref="ArgumentException">There is no query, or a number is below its least value.</exception>
    public static RecallInterval Bootstrap(IReadOnlyList<int?> ranks, int k, int seed, int resamples = 1_000)
    {
        Ranks.Check(ranks);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);

        // Queries either hit or miss, so a draw hits when its number falls among the hits.
        var hits = ranks.Count(rank => rank <= k);
        var random = new Random(seed);
        var drawn = new int[resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            for (var draw = 0; draw < ranks.Count; draw++)
                drawn[resample] += random.Next(ranks.Count) < hits ? 1 : 0;
        }

        Array.Sort(drawn);
        var cut = (int)Math.Floor(resamples * (1 - Confidence) / 2);
        return new RecallInterval((double)drawn[cut] / ranks.Count, (double)drawn[^(cut + 1)] / ranks.Count);
    }
}
