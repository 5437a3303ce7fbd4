using Eidetic.Abstractions;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>Orders what a search found by the stored vectors of images. Immutable and safe to use from several threads.</summary>
internal sealed class MemoryReranker(ImageVectors vectors, RerankingFacts facts)
{
    /// <summary>Images that a search finds to be ordered, unless told otherwise: 20 lose recall@10, 200 win nothing (docs/experiments.md).</summary>
    public const int Beams = 50;

    /// <summary>All that the memory can order by.</summary>
    public RerankEvidence All => facts.All;

    /// <summary>Refuses evidence that the memory does not have.</summary>
    public void Check(RerankEvidence evidence) => _ = evidence == RerankEvidence.None ? null : facts.WeightsOf(evidence);

    /// <summary>Orders the images found for a query.</summary>
    /// <param name="found">What the search found.</param>
    /// <param name="query">float32 [dim].</param>
    /// <param name="evidence">What to order by, not none.</param>
    /// <param name="top">How many to keep.</param>
    public IReadOnlyList<RecalledImage> Rank(IReadOnlyList<RecalledImage> found, ReadOnlySpan<float> query, RerankEvidence evidence, int top) =>
        Reranker.Rank(found, Evidence(found, query, vectors, facts.Scale), facts.WeightsOf(evidence), top);

    /// <summary>What is known of found images.</summary>
    public static CandidateEvidence[] Evidence(IReadOnlyList<RecalledImage> found, ReadOnlySpan<float> query, ImageVectors vectors, double scale)
    {
        var known = new CandidateEvidence[found.Count];
        for (var place = 0; place < known.Length; place++)
        {
            var (shared, words) = vectors.Compare(found[place].Image, query);
            known[place] = new CandidateEvidence(found[place].LogProbability, shared * scale, words * scale);
        }

        return known;
    }

    /// <summary>Learns weights from texts kept out of learning.</summary>
    /// <param name="texts">float32 [texts, dim]: the texts as queries.</param>
    /// <param name="images">int [texts]: the image of each.</param>
    /// <param name="found">What the search found for each.</param>
    /// <param name="vectors">The stored vectors.</param>
    /// <param name="scale">The inverse of the shared space's temperature.</param>
    /// <returns>The weights, or null where too few searches found the right image.</returns>
    public static RerankingFacts? Learn(
        FeatureMatrix texts, IReadOnlyList<int> images, IReadOnlyList<IReadOnlyList<RecalledImage>> found, ImageVectors vectors, double scale)
    {
        const int Fewest = 30;
        var examples = new List<RerankExample>();
        for (var text = 0; text < texts.Rows; text++)
        {
            var right = found[text].ToList().FindIndex(image => image.Image == images[text]);
            if (right >= 0)
            {
                examples.Add(new RerankExample(Evidence(found[text], texts[text], vectors, scale), right));
            }
        }

        if (examples.Count < Fewest)
        {
            return null;
        }

        var knowsWords = vectors.Dim > vectors.SharedDim;
        return new RerankingFacts
        {
            Scale = scale,
            Similarity = RerankFitter.Fit(examples, RerankEvidence.Similarity),
            Likelihood = knowsWords ? RerankFitter.Fit(examples, RerankEvidence.Likelihood) : null,
            Both = knowsWords ? RerankFitter.Fit(examples, RerankEvidence.Both) : null,
            Queries = examples.Count,
        };
    }
}
