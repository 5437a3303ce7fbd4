using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>Losses on the log-probabilities of whole identifiers, one short list of them for each query.</summary>
internal sealed class RankingLoss(IdentifierLoss loss)
{
    /// <summary>Listwise: cross-entropy between a target over the list and the softmax of the list's log-probabilities (Cao et al. 2007, eq. 6).</summary>
    /// <param name="queries">float32 [batch, queryDim].</param>
    /// <param name="lists">int [batch][length]: entries of the table.</param>
    /// <param name="targets">float32 [batch, length], rows sum to 1; no gradient.</param>
    /// <returns>float32 [], mean over the queries.</returns>
    public Tensor Listwise(Tensor queries, int[][] lists, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var scores = nn.functional.log_softmax(LogProbabilities(queries, lists), dim: -1);        // [batch, length]
        return (targets * scores).sum(1).mean().neg().MoveToOuterDisposeScope();
    }

    /// <summary>How much the first identifier of a list falls short of being likelier than each other one by a margin.</summary>
    /// <param name="queries">float32 [batch, queryDim].</param>
    /// <param name="lists">int [batch][length]: entries of the table, the right one first, at least one more.</param>
    /// <param name="margin">In natural logarithms of probabilities.</param>
    /// <returns>float32 [], mean over all pairs.</returns>
    public Tensor Margin(Tensor queries, int[][] lists, double margin)
    {
        using var scope = NewDisposeScope();
        var scores = LogProbabilities(queries, lists);                                            // [batch, length]
        var (right, wrong) = (scores.narrow(1, 0, 1), scores.narrow(1, 1, scores.shape[1] - 1));
        return nn.functional.relu((wrong - right).Plus(margin)).mean().MoveToOuterDisposeScope();
    }

    private Tensor LogProbabilities(Tensor queries, int[][] lists)
    {
        var length = lists[0].Length;
        var rows = tensor(Enumerable.Range(0, lists.Length * length).Select(i => (long)i / length).ToArray(), device: queries.device);
        var sides = new QuerySides(queries.index_select(0, rows), Image: null);                   // [batch*length, queryDim]
        return loss.LogProbabilities(sides, [.. lists.SelectMany(list => list)]).view(lists.Length, length);
    }
}
