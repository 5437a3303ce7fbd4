using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>
/// The images that were added since a memory learned last. The decoder has an identifier for them, but learned nothing that leads there: it gives them
/// next to none of its probability. So they get what learning would aim at: the share that the distribution over images has for them which the decoder
/// was taught to follow, a softmax of the stored vectors' products with the query. Its sum over the images that were learned is not computed but read off
/// those that the search found, of which both numbers are known. Learned images keep their order, and all probabilities still sum to 1. Immutable and
/// safe to use from several threads.
/// </summary>
/// <param name="vectors">The stored vectors of all images.</param>
/// <param name="trie">Their identifiers.</param>
/// <param name="first">The first image that was not learned; all behind it were not either.</param>
/// <param name="scale">What a product is multiplied with in the distribution that the decoder was taught.</param>
internal sealed class UnlearnedImages(ImageVectors vectors, IdentifierTrie trie, int first, double scale)
{
    private const double MostLost = 0.999;   // share of the decoder's probability that may have gone to images that it does not know

    /// <summary>Number of images.</summary>
    public int Count => vectors.Count - first;

    /// <summary>Puts them among what a search found.</summary>
    /// <param name="found">What it found for one query.</param>
    /// <param name="everywhere">The same where every image may be named.</param>
    /// <param name="query">float32 [dim]: the query as stored vectors are compared with it.</param>
    /// <param name="mask">What may be named, or null for all.</param>
    /// <param name="most">How many of them to put there at most.</param>
    /// <returns>Images, likeliest first: the learned ones that were found, and the likeliest of the others that may be named.</returns>
    public IReadOnlyList<RecalledImage> Join(
        IReadOnlyList<RecalledImage> found, IReadOnlyList<RecalledImage> everywhere, ReadOnlySpan<float> query, TrieMask? mask, int most)
    {
        var scores = new double[Count];
        for (var place = 0; place < scores.Length; place++)
        {
            scores[place] = Score(first + place, query);
        }

        // What the decoder gave to images that it does not know belongs to those that it knows.
        var known = double.LogP1(-Math.Min(MostLost, everywhere.Where(image => Holds(image.Image)).Sum(image => Math.Exp(image.LogProbability))));
        var learnedTotal = LearnedTotal([.. everywhere.Where(image => !Holds(image.Image))], known, query);
        var total = LogSum([learnedTotal, .. scores]);
        var learned = found.Where(image => !Holds(image.Image)).Select(image => image with { LogProbability = image.LogProbability - known + learnedTotal - total });
        var added = Enumerable.Range(0, Count).Where(place => mask?.AllowsImage(first + place) ?? true)
            .OrderByDescending(place => scores[place]).Take(most)
            .Select(place => new RecalledImage { Image = first + place, Leaf = trie.LeavesOf(first + place)[0], LogProbability = scores[place] - total });
        return [.. learned.Concat(added).OrderByDescending(image => image.LogProbability).ThenBy(image => image.Image)];
    }

    /// <summary>Whether an image is one of them.</summary>
    public bool Holds(int image) => image >= first;

    // Where the decoder follows what it was taught, exp(score) / p is the same sum for every image that was learned.
    private double LearnedTotal(RecalledImage[] learned, double known, ReadOnlySpan<float> query)
    {
        var (taught, given) = (new double[learned.Length], new double[learned.Length]);
        for (var place = 0; place < learned.Length; place++)
        {
            taught[place] = Score(learned[place].Image, query);
            given[place] = learned[place].LogProbability - known;
        }

        return learned.Length == 0 ? double.NegativeInfinity : LogSum(taught) - LogSum(given);
    }

    private double Score(int image, ReadOnlySpan<float> query)
    {
        var (shared, words) = vectors.Compare(image, query);
        return scale * (shared + words);
    }

    private static double LogSum(double[] values)
    {
        var largest = values.Max();
        return double.IsNegativeInfinity(largest) ? largest : largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
    }
}
