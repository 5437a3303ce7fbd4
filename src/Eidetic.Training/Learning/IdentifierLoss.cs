using Eidetic.Modeling;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Training;

/// <summary>
/// Cross-entropy of the decoder's steps along one path of the trie for each row, on identifier tokens only (GRACE, §3.3), with each
/// step's probabilities normalized over the tokens that the trie knows there, as recall does.
/// The target is either the path itself, or a distribution over identifiers, whose share of each next token is summed exactly.
/// </summary>
internal sealed class IdentifierLoss(CompactDecoder decoder, IdentifierTable table)
{
    /// <summary>The path is the target.</summary>
    /// <param name="sides">The queries.</param>
    /// <param name="paths">An entry of the table for each row.</param>
    /// <returns>float32 [], mean over the rows.</returns>
    public Tensor Hard(QuerySides sides, int[] paths)
    {
        using var scope = NewDisposeScope();
        return Hard(Score(sides, paths)).MoveToOuterDisposeScope();
    }

    /// <summary>The path is the target, of steps that are scored already.</summary>
    public Tensor Hard(IReadOnlyList<StepScores> scores)
    {
        using var scope = NewDisposeScope();
        var total = zeros(1, device: table.Inputs.device);
        foreach (var (step, logProbabilities, codes) in scores)
        {
            var own = logProbabilities.gather(1, codes.NoMoreThan(table[step].Count - 1).unsqueeze(1)).squeeze(1);  // [batch]
            total = total - (own * codes.IsNot(table[step].Count)).mean();
        }

        return total.squeeze(0).MoveToOuterDisposeScope();
    }

    /// <summary>The target is a distribution over identifiers; each step is compared with its share of every next token, given the path so far.</summary>
    /// <param name="sides">The queries.</param>
    /// <param name="weights">float32 [batch, entries], rows sum to 1; no gradient.</param>
    /// <param name="paths">An entry drawn from each row's weights.</param>
    /// <returns>float32 [], mean over the rows.</returns>
    public Tensor Soft(QuerySides sides, Tensor weights, int[] paths)
    {
        using var scope = NewDisposeScope();
        return Soft(Score(sides, paths), weights).MoveToOuterDisposeScope();
    }

    /// <summary>The target is a distribution over identifiers, and the steps are scored already.</summary>
    public Tensor Soft(IReadOnlyList<StepScores> scores, Tensor weights)
    {
        using var scope = NewDisposeScope();
        var total = zeros(1, device: weights.device);
        var remaining = weights;                                                                  // [batch, entries], on the path so far
        foreach (var (step, logProbabilities, codes) in scores)
        {
            var all = table[step].Codes.unsqueeze(0).expand(weights.shape);                       // int64 [batch, entries]
            var shares = zeros(weights.shape[0], table[step].Count + 1, device: weights.device)
                .scatter_add_(1, all, remaining)
                .narrow(1, 0, table[step].Count);                                                 // [batch, tokens]
            var mass = shares.sum(1, keepdim: true).NoLessThan(1e-12);                            // [batch, 1]
            total = total - (shares / mass * logProbabilities).sum(1).mean();
            if (step + 1 < table.Steps)
            {
                remaining = remaining * all.eq(codes.unsqueeze(1));
            }
        }

        return total.squeeze(0).MoveToOuterDisposeScope();
    }

    /// <summary>Log-probabilities of whole identifiers, as recall's beams sum them.</summary>
    /// <param name="sides">The queries.</param>
    /// <param name="paths">An entry of the table for each row.</param>
    /// <returns>float32 [batch].</returns>
    public Tensor LogProbabilities(QuerySides sides, int[] paths)
    {
        using var scope = NewDisposeScope();
        var total = zeros(paths.Length, device: table.Inputs.device);
        foreach (var (step, logProbabilities, codes) in Score(sides, paths))
        {
            var own = logProbabilities.gather(1, codes.NoMoreThan(table[step].Count - 1).unsqueeze(1)).squeeze(1);  // [batch]
            total = total.Plus(own * codes.IsNot(table[step].Count));
        }

        return total.MoveToOuterDisposeScope();
    }

    /// <summary>Share of rows whose path is the decoder's first choice at every step, among what the trie knows.</summary>
    public double GreedyAccuracy(QuerySides sides, int[] paths)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return AreNamed(Score(sides, paths)).Count(named => named) / (double)paths.Length;
    }

    /// <summary>For each row whether its path is the decoder's first choice at every step, of steps that are scored already.</summary>
    public bool[] AreNamed(IReadOnlyList<StepScores> scores)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor? isRight = null;                                                                   // bool [batch]
        foreach (var (step, logProbabilities, codes) in scores)
        {
            var isStepRight = logProbabilities.argmax(1).eq(codes).logical_or(codes.Is(table[step].Count));
            isRight = isRight is null ? isStepRight : isRight.logical_and(isStepRight);
        }

        return isRight!.cpu().data<bool>().ToArray();
    }

    /// <summary>Scores every step of known paths; the tensors stay in the caller's scope.</summary>
    /// <param name="sides">The queries.</param>
    /// <param name="paths">An entry of the table for each row.</param>
    public IReadOnlyList<StepScores> Score(QuerySides sides, int[] paths)
    {
        var rows = tensor(paths.Select(p => (long)p).ToArray(), device: table.Inputs.device);     // int64 [batch]
        var queries = decoder.StepQueries(sides, table.Inputs.index_select(0, rows));             // [batch, steps, sharedDim]
        return [.. Enumerable.Range(0, table.Steps).Select(step =>
        {
            var logits = decoder.Logits(queries.select(1, step), table[step].First, table[step].Count).Plus(table.Constraint(step, paths));
            return new StepScores(step, functional.log_softmax(logits, dim: -1), table[step].Codes.index_select(0, rows));
        })];
    }
}
