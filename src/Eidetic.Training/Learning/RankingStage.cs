using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// The last stage of a run: the decoder learns to rank what its own beams find (after LTRGR, Li et al. 2023, and AVG), beside what it learned
/// before, which keeps it from forgetting how to generate. A list holds what a query's beams found and its own image; the target is the retrieve
/// stream's, within the list. A deviation: listwise, where they use margins, since a query's target here is a distribution.
/// </summary>
internal sealed class RankingStage(CompactDecoder decoder, IdentifierTable table, IdentifierLoss loss, LearningOptions options)
{
    private readonly OwnBeams _beams = new(decoder, table, options.RankBeams);
    private readonly RankingLoss _loss = new(loss);

    /// <summary>Says whether the stage begins with the step that comes next; once begun it goes on to the end.</summary>
    public static LearningState Begin(LearningState state, LearningOptions options) =>
        options.RankShare > 0 && state.RankingFrom is null && state.TotalSteps > 0 && state.Step >= state.TotalSteps * (1 - options.RankShare)
            ? state with { RankingFrom = state.Step, RankingFromSeconds = state.Seconds }
            : state;

    /// <summary>The loss of the first queries of a step's retrieve batch.</summary>
    /// <param name="queries">float32 [batch, queryDim].</param>
    /// <param name="targets">float32 [batch, images], rows sum to 1; no gradient.</param>
    /// <param name="ownImages">int [batch]: the image each query was written for.</param>
    /// <param name="random">Chooses among the identifiers of an image.</param>
    /// <returns>float32 [], mean over the queries that were ranked.</returns>
    public Tensor Loss(Tensor queries, Tensor targets, int[] ownImages, Random random)
    {
        using var scope = NewDisposeScope();
        var batch = Math.Min(options.RankBatch, ownImages.Length);
        var asked = queries.narrow(0, 0, batch);
        var lists = _beams.Find(asked);
        for (var query = 0; query < batch; query++)
        {
            if (lists[query].All(entry => table.ImageOf(entry) != ownImages[query]))
            {
                lists[query][^1] = table.Pick(ownImages[query], random);
            }
        }

        return _loss.Listwise(asked, lists, Within(lists, targets.narrow(0, 0, batch))).MoveToOuterDisposeScope();
    }

    /// <summary>The part of a target that falls on a list; what an image has is shared by its identifiers there.</summary>
    /// <param name="lists">int [batch][length]: entries of the table.</param>
    /// <param name="targets">float32 [batch, images].</param>
    /// <returns>float32 [batch, length], rows sum to 1.</returns>
    internal Tensor Within(int[][] lists, Tensor targets)
    {
        using var scope = NewDisposeScope();
        var images = lists.Select(list => list.Select(table.ImageOf).ToArray()).ToArray();
        var places = tensor(images.SelectMany(list => list.Select(image => (long)image)).ToArray(), device: targets.device).view(lists.Length, -1);
        var shares = tensor(
            images.SelectMany(list => list.Select(image => 1f / list.Count(other => other == image))).ToArray(), device: targets.device).view(lists.Length, -1);
        var mass = (targets.gather(1, places) * shares).Plus(1e-12);                              // [batch, length]
        return (mass / mass.sum(1, keepdim: true)).MoveToOuterDisposeScope();
    }
}
