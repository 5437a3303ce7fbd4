namespace Eidetic.Retrieval;

/// <summary>Orders the images that a search found by more than the probability of their identifiers.</summary>
public static class Reranker
{
    /// <summary>
    /// Ranks images by the weighted sum of their evidence. The probability that the search gave all of them together is shared out among them
    /// anew, in proportion to the exponential of their scores; equal ones go to the lower image.
    /// </summary>
    /// <param name="found">What the search found.</param>
    /// <param name="evidence">For each of them what is known.</param>
    /// <param name="weights">How much each kind counts.</param>
    /// <param name="top">How many images to keep.</param>
    /// <returns>The best, best first, with their new probabilities.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static IReadOnlyList<RecalledImage> Rank(
        IReadOnlyList<RecalledImage> found, IReadOnlyList<CandidateEvidence> evidence, RerankWeights weights, int top)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(weights);
        if (found.Count != evidence.Count)
        {
            throw new ArgumentException($"Expected evidence for each of {found.Count} images, got {evidence.Count}.", nameof(evidence));
        }

        if (found.Count == 0)
        {
            return [];
        }

        var scores = evidence.Select(weights.Score).ToArray();
        var shared = LogSum.Of([.. found.Select(image => image.LogProbability)]) - LogSum.Of(scores);
        return
        [
            .. found.Zip(scores)
                .OrderByDescending(entry => entry.Second)
                .ThenBy(entry => entry.First.Image)
                .Take(top)
                .Select(entry => entry.First with { LogProbability = Math.Min(0, entry.Second + shared) }),
        ];
    }
}
