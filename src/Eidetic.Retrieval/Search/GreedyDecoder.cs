using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic.Retrieval;

/// <summary>
/// Follows the likeliest token the trie allows, step by step: how a memory's memorizing is measured (image in, identifier out).
/// </summary>
public static class GreedyDecoder
{
    /// <summary>Decodes every query.</summary>
    /// <param name="scorer">Scores the queries; not started yet. It stays the caller's to dispose.</param>
    /// <param name="trie">What may be named.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>For each query the leaf reached; of equally likely tokens the lower is taken.</returns>
    /// <exception cref="InvalidOperationException">The scorer gave no log-probability, or does not know a token of the trie.</exception>
    public static int[] Decode(INextTokenScorer scorer, IdentifierTrie trie, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(trie);
        var nodes = new int[scorer.Queries]; // at the root
        if (nodes.Length == 0)
        {
            return nodes;
        }

        using var hold = trie.Hold();
        using var rows = new ScoredRows(scorer);
        var live = Enumerable.Range(0, nodes.Length).ToList(); // the query of each row
        cancellationToken.ThrowIfCancellationRequested();
        rows.Start();
        while (true)
        {
            var kept = 0;
            for (var row = 0; row < live.Count; row++)
            {
                var query = live[row];
                var next = Follow(trie, nodes[query], rows[row]);
                var leaf = trie.OnlyLeafBelow(next);
                nodes[query] = leaf >= 0 ? leaf : next;
                if (leaf < 0)
                {
                    rows.Extend(row, trie.TokenOf(next), trie.ChildTokens(next));
                    live[kept++] = query;
                }
            }

            if (kept == 0)
            {
                return nodes;
            }

            live.RemoveRange(kept, live.Count - kept);
            cancellationToken.ThrowIfCancellationRequested();
            rows.Continue();
        }
    }

    private static int Follow(IdentifierTrie trie, int node, TokenScores row)
    {
        var tokens = trie.ChildTokens(node);
        var (best, bestLogProbability) = (0, row.Checked(tokens[0]));
        for (var j = 1; j < tokens.Length; j++)
        {
            var logProbability = row.Checked(tokens[j]);
            if (logProbability > bestLogProbability)
            {
                (best, bestLogProbability) = (j, logProbability);
            }
        }

        return trie.FirstChild(node) + best;
    }
}
