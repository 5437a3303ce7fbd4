namespace Eidetic;

/// <summary>
/// Words that set a few images apart from their collection: log-odds ratios with an informative Dirichlet prior, in standard deviations
/// (Monroe, Colaresi and Quinn 2008, "Fightin' Words", §3.4 and §3.5). The prior is the whole collection's distribution, worth
/// <see cref="PriorWeight"/> words. Deviations: a word counts once an image however often its captions repeat it, and the images are
/// compared with the whole collection, themselves included, not with its rest.
/// </summary>
internal static class TellingWords
{
    /// <summary>Most images that are looked at, evenly spaced.</summary>
    public const int Sample = 128;

    /// <summary>α₀, the weight of the prior.</summary>
    private const double PriorWeight = 50;

    /// <summary>Less than this many standard deviations may be chance.</summary>
    private const double Significant = 1.96;

    /// <summary>The most telling words, best first; equal ones by spelling; of a word and its plural the more telling.</summary>
    /// <param name="counts">The collection's words.</param>
    /// <param name="images">The images, at least two for a word to be told.</param>
    /// <param name="most">How many words at most.</param>
    public static IReadOnlyList<string> Of(CaptionWordCounts counts, IReadOnlyList<int> images, int most)
    {
        var own = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var image in EvenlySpaced.Of(images, Sample))
        {
            foreach (var word in counts.WordsOf(image))
            {
                own[word] = own.GetValueOrDefault(word) + 1;
            }
        }

        var total = own.Values.Sum();
        var ordered = own.Where(entry => entry.Value > 1)
            .Select(entry => (Word: entry.Key, Z: StandardDeviations(entry.Value, total, counts[entry.Key], counts.Total)))
            .Where(entry => entry.Z >= Significant)
            .OrderByDescending(entry => entry.Z)
            .ThenBy(entry => entry.Word, StringComparer.Ordinal)
            .Select(entry => entry.Word);
        var told = new List<string>(most);
        foreach (var word in ordered)
        {
            if (told.Count < most && !told.Exists(other => other == word + "s" || word == other + "s"))
            {
                told.Add(word);
            }
        }

        return told;
    }

    private static double StandardDeviations(int own, int ownTotal, int all, long allTotal)
    {
        var prior = PriorWeight * Math.Max(all, 1) / allTotal; // α of the word
        var difference = LogOdds(own + prior, ownTotal + PriorWeight) - LogOdds(all + prior, allTotal + PriorWeight);
        return difference / Math.Sqrt((1 / (own + prior)) + (1 / (all + prior)));
    }

    private static double LogOdds(double count, double total) => Math.Log(count / (total - count));
}
