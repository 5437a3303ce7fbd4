using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic.Retrieval;

/// <summary>
/// Beam search along a trie (GRACE, arXiv 2402.10805, §3.3; De Cao et al. 2021, §3.2): at every step the best <c>Beams</c> unfinished
/// paths go on, by the sum of their tokens' log-probabilities, and paths that reach a leaf go to a list of the best <c>Beams</c>
/// finished ones. It knows only token numbers and scores.
/// </summary>
/// <remarks>
/// A deviation from GRACE's code, which leaves them normalized over the vocabulary: each step's probabilities are normalized over all
/// tokens that the trie knows after the path, those that a mask forbids included. So none is lost on identifiers that do not exist,
/// those of all images sum to 1, and a mask changes no image's. A query ends when no unfinished path can enter the finished list any
/// more; this changes no result. The finished list holds exactly the <c>Beams</c> likeliest identifiers when no level of the trie has
/// more than <c>Beams</c> inner nodes; otherwise the search is a heuristic, and even a wider beam may now and then find less (never so
/// where identifiers have at most two tokens). <c>Top</c> images are always named when so many are allowed and each has one identifier;
/// where images have several, those of fewer images may fill the list. Equal scores go to the node that comes first, equal images to the lower
/// image. Safe to use from several threads, each with its own scorer.
/// </remarks>
public static class BeamSearch
{
    /// <summary>Names the likeliest images of every query.</summary>
    /// <param name="scorer">Scores the queries; not started yet. It stays the caller's to dispose.</param>
    /// <param name="trie">What may be named.</param>
    /// <param name="options">How to search.</param>
    /// <param name="mask">A restriction made from the same trie, or null for everything.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>For each query its images, likeliest first, at most <c>options.Top</c>.</returns>
    /// <exception cref="ArgumentException">The options contradict each other, or the mask belongs to another trie.</exception>
    /// <exception cref="InvalidOperationException">The scorer gave no log-probability, or does not know a token of the trie.</exception>
    public static IReadOnlyList<IReadOnlyList<RecalledImage>> Search(
        INextTokenScorer scorer,
        IdentifierTrie trie,
        BeamSearchOptions options,
        TrieMask? mask = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(trie);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (mask is not null && !mask.IsOf(trie))
        {
            throw new ArgumentException("Expected a mask made from the trie that is searched, got one of another trie.", nameof(mask));
        }

        var width = Math.Min(options.Beams, mask?.LeafCount ?? trie.LeafCount);
        if (scorer.Queries == 0 || width == 0)
        {
            return [.. Enumerable.Repeat<IReadOnlyList<RecalledImage>>([], scorer.Queries)];
        }

        using var hold = trie.Hold();
        using var rows = new ScoredRows(scorer);
        var beams = new QueryBeam[scorer.Queries];
        for (var query = 0; query < beams.Length; query++)
        {
            beams[query] = new QueryBeam(trie, mask, width, options.Trace, options.WildcardEntropy);
            beams[query].Begin(row: query);
        }

        Decode(beams, rows, new BestHypotheses(width, trie.NodeOrder), cancellationToken);
        return [.. beams.Select(beam => beam.Rank(options.Top))];
    }

    private static void Decode(QueryBeam[] beams, ScoredRows rows, BestHypotheses scratch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        rows.Start();
        while (true)
        {
            foreach (var beam in beams)
            {
                if (beam.IsLive)
                {
                    beam.Advance(rows, scratch);
                }
            }

            foreach (var beam in beams)
            {
                beam.Extend(rows);
            }

            if (rows.Pending == 0)
            {
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            rows.Continue();
        }
    }
}
