namespace Eidetic.Retrieval;

/// <summary>A path from the root to a node.</summary>
/// <param name="Score">Sum of its log-probabilities.</param>
/// <param name="Node">Where it ends.</param>
/// <param name="Row">The scorer's row that a live path's next tokens are scored in; of a new path, its parent's row.</param>
/// <param name="LogProbability">Of its last token.</param>
/// <param name="Step">Its last step in the query's <see cref="TraceLog"/>, or <see cref="Unlogged"/>.</param>
internal readonly record struct Hypothesis(double Score, int Node, int Row, float LogProbability, int Step = Hypothesis.Unlogged)
{
    public const int Unlogged = -1;

    /// <summary>The order of everything here: higher scores first, equal ones by node.</summary>
    public bool IsBetterThan(double score, int node, IComparer<int>? nodeOrder) =>
        Score > score || (Score == score && (nodeOrder is null ? Node < node : nodeOrder.Compare(Node, node) < 0));
}
