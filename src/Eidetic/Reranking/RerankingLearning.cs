using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Modeling;
using Eidetic.Retrieval;
using TorchSharp;

namespace Eidetic;

/// <summary>Learns how to order what a search finds, by asking the decoder with captions that were kept out of learning.</summary>
internal static class RerankingLearning
{
    /// <summary>Asks and fits.</summary>
    /// <param name="backbone">Learned; is not changed.</param>
    /// <param name="book">The identifiers.</param>
    /// <param name="vectors">The stored vectors.</param>
    /// <param name="heard">float32 [texts, earsDim]: the captions as the ears hear them.</param>
    /// <param name="texts">The captions.</param>
    /// <param name="images">The image of each.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The weights, or null where too few searches found the right image.</returns>
    public static RerankingFacts? Fit(
        CompactBackbone backbone, IdentifierBook book, ImageVectors vectors, FeatureMatrix heard, IReadOnlyList<string> texts, IReadOnlyList<int> images,
        CancellationToken cancellationToken)
    {
        var queries = backbone.EmbedTexts(heard, texts);
        var search = new BeamSearchOptions { Beams = MemoryReranker.Beams, Top = MemoryReranker.Beams };
        var found = Batches.Decode(queries.Rows, (first, rows) => backbone.CreateScorer(queries.Slice(first, rows), null), book, search, cancellationToken)
            .SelectMany(batch => batch.Answers).ToArray();
        return MemoryReranker.Learn(queries, images, found, vectors, Math.Exp(backbone.Shared.LogScale.Value()));
    }
}
