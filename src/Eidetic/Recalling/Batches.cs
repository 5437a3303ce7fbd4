using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Modeling;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>Decodes many queries a batch at a time, so that memory stays bounded.</summary>
internal static class Batches
{
    private const int Size = 64;

    /// <summary>Beam search for every row.</summary>
    /// <param name="backbone">The model.</param>
    /// <param name="book">The identifiers.</param>
    /// <param name="vectors">Texts in the shared space, float32 [queries, sharedDim], or pictures as the eyes saw them, float32 [queries, eyesDim].</param>
    /// <param name="isText">Which of the two.</param>
    /// <param name="options">Width and number of hits.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The first row of each batch, and its answers.</returns>
    public static IEnumerable<(int Start, IReadOnlyList<IReadOnlyList<RecalledImage>> Answers)> Decode(
        CompactBackbone backbone, IdentifierBook book, FeatureMatrix vectors, bool isText, BeamSearchOptions options, CancellationToken cancellationToken)
    {
        for (var start = 0; start < vectors.Rows; start += Size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = Math.Min(Size, vectors.Rows - start);
            var batch = vectors.Slice(start, rows);
            using var scorer = isText ? backbone.CreateScorer(batch, null) : backbone.CreateScorer(null, batch);
            yield return (start, BeamSearch.Search(scorer, book.Trie, options, null, cancellationToken));
        }
    }
}
