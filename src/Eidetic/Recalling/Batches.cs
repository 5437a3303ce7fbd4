using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>Decodes many queries a batch at a time, so that memory stays bounded.</summary>
internal static class Batches
{
    private const int Size = 64;

    /// <summary>Beam search for every query.</summary>
    /// <param name="queries">How many there are.</param>
    /// <param name="score">Starts the decoding of some of them, given the first and their number.</param>
    /// <param name="book">The identifiers.</param>
    /// <param name="options">Width and number of hits.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The first query of each batch, and its answers.</returns>
    public static IEnumerable<(int Start, IReadOnlyList<IReadOnlyList<RecalledImage>> Answers)> Decode(
        int queries, Func<int, int, INextTokenScorer> score, IdentifierBook book, BeamSearchOptions options, CancellationToken cancellationToken)
    {
        for (var start = 0; start < queries; start += Size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scorer = score(start, Math.Min(Size, queries - start));
            yield return (start, BeamSearch.Search(scorer, book.Trie, options, null, cancellationToken));
        }
    }
}
