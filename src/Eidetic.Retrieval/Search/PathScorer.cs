using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic.Retrieval;

/// <summary>
/// Scores paths that are already known: it forces their tokens upon a scorer and sums the log-probabilities as <see cref="BeamSearch"/>
/// does, each step's normalized over all tokens that the trie knows after the path. So a leaf gets the number that a beam that found it
/// gives its identifier. Paths of one query share the rows of their common beginning.
/// </summary>
public static class PathScorer
{
    /// <summary>The log-probabilities of nodes, for every query.</summary>
    /// <param name="scorer">Scores the queries; not started yet. It stays the caller's to dispose.</param>
    /// <param name="trie">What may be named.</param>
    /// <param name="nodes">For each query the nodes to score: leaves, or inner nodes for the sum of all that lies below.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>For each query the natural-log probability of each of its nodes, in order; 0 for the root.</returns>
    /// <exception cref="ArgumentException">There is not one list of nodes a query.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    /// <exception cref="InvalidOperationException">The scorer gave no log-probability, or does not know a token of the trie.</exception>
    public static IReadOnlyList<IReadOnlyList<double>> Score(
        INextTokenScorer scorer, IdentifierTrie trie, IReadOnlyList<IReadOnlyList<int>> nodes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(trie);
        ArgumentNullException.ThrowIfNull(nodes);
        if (nodes.Count != scorer.Queries)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Expected nodes for each of {scorer.Queries} queries, got {nodes.Count} lists."), nameof(nodes));
        }

        using var hold = trie.Hold();
        var forced = Begin(trie, nodes);
        if (forced.Any(path => path.LastChoice >= 0))
        {
            using var rows = new ScoredRows(scorer);
            Follow(trie, forced, rows, cancellationToken);
        }

        var scores = nodes.Select(list => new double[list.Count]).ToArray();
        foreach (var path in forced)
        {
            scores[path.Query][path.Place] = path.Score;
        }

        return scores;
    }

    private static List<ForcedPath> Begin(IdentifierTrie trie, IReadOnlyList<IReadOnlyList<int>> nodes)
    {
        var forced = new List<ForcedPath>();
        for (var query = 0; query < nodes.Count; query++)
        {
            for (var place = 0; place < nodes[query].Count; place++)
            {
                forced.Add(new ForcedPath(trie, query, place, trie.NodesTo(nodes[query][place])));
            }
        }

        return forced;
    }

    private static void Follow(IdentifierTrie trie, List<ForcedPath> forced, ScoredRows rows, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        rows.Start();
        for (var depth = 0; ; depth++)
        {
            var shared = new Dictionary<(int Query, int Node), int>();
            foreach (var path in forced)
            {
                if (depth <= path.LastChoice)
                {
                    path.Take(rows, depth, shared);
                }
            }

            if (rows.Pending == 0)
            {
                return;
            }

            cancellationToken.ThrowIfCancellationRequested();
            rows.Continue();
        }
    }

    /// <summary>One node of one query, on the way to which the scorer is led.</summary>
    /// <param name="trie">The trie.</param>
    /// <param name="query">The query.</param>
    /// <param name="place">The node's place in the query's list.</param>
    /// <param name="nodes">The nodes after the root, the wanted one last.</param>
    private sealed class ForcedPath(IdentifierTrie trie, int query, int place, int[] nodes)
    {
        private int _row = query; // of the first call

        public int Query { get; } = query;

        public int Place { get; } = place;

        /// <summary>The last step that has other tokens beside it, or -1: what comes after is certain and needs no scores.</summary>
        public int LastChoice { get; } = Array.FindLastIndex(nodes, node => trie.ChildTokens(trie.ParentOf(node)).Length > 1);

        public double Score { get; private set; }

        /// <summary>Adds a step, and asks for the row of the next one where no other path of the query has.</summary>
        public void Take(ScoredRows rows, int depth, Dictionary<(int Query, int Node), int> shared)
        {
            var (parent, node) = (depth == 0 ? IdentifierTrie.Root : nodes[depth - 1], nodes[depth]);
            Score += new ChildScores(rows[_row], trie.ChildTokens(parent))[node - trie.FirstChild(parent)];
            if (depth < LastChoice)
            {
                if (!shared.TryGetValue((Query, node), out var next))
                {
                    next = rows.Extend(_row, trie.TokenOf(node), trie.ChildTokens(node));
                    shared.Add((Query, node), next);
                }

                _row = next;
            }
        }
    }
}
