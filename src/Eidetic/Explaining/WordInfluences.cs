using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>
/// Which words of a query moved the model towards each of its hits: the query is asked again without each word, all at once, and the hits'
/// identifiers are scored (erasure; Li et al. 2016, arXiv 1612.08220, §3). What a word does together with another is not seen.
/// </summary>
internal static class WordInfluences
{
    /// <summary>Measures the words of one query.</summary>
    /// <param name="ask">Starts a decoding of queries that have the same sides.</param>
    /// <param name="trie">What may be named.</param>
    /// <param name="query">The query.</param>
    /// <param name="leaves">The leaves of its hits.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>For each hit its words, the strongest first; empty lists where the query has no two words.</returns>
    public static IReadOnlyList<IReadOnlyList<WordInfluence>> Measure(
        Func<IReadOnlyList<RecallQuery>, INextTokenScorer> ask,
        IdentifierTrie trie,
        RecallQuery query,
        IReadOnlyList<int> leaves,
        CancellationToken cancellationToken)
    {
        var tried = query.HasText() && leaves.Count > 0 ? LeftOutWords.Of(query.Text!) : [];
        if (tried.Count == 0)
        {
            return [.. leaves.Select(_ => Array.Empty<WordInfluence>())];
        }

        using var scorer = ask([query, .. tried.Select(word => query with { Text = word.Remainder })]);
        var scores = PathScorer.Score(scorer, trie, [.. Enumerable.Repeat(leaves, tried.Count + 1)], cancellationToken);
        return [.. leaves.Select((_, hit) => Order(tried.Select((word, row) =>
            new WordInfluence(word.Word.Text, word.Word.Start, Difference(scores[0][hit], scores[row + 1][hit])))))];
    }

    private static WordInfluence[] Order(IEnumerable<WordInfluence> words) =>
        [.. words.OrderByDescending(word => Math.Abs(word.Influence)).ThenBy(word => word.Start)];

    // Two impossibilities differ in nothing.
    private static double Difference(double with, double without) => with == without ? 0 : with - without;
}
