using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// R-Drop (Liang et al. 2021, eq. 4): every query goes through the decoder twice, each time with other units dropped, and the two answers are to
/// agree. A deviation: they are compared over the tokens that the trie knows after the path, not over the vocabulary.
/// </summary>
internal static class RDrop
{
    /// <summary>The rows twice, one copy below the other; dropout tells the copies apart.</summary>
    public static QuerySides Twice(QuerySides sides) => new(
        sides.Text is { } text ? cat([text, text]) : null,
        sides.Image is { } image ? new ImageSide(cat([image.Shared, image.Shared]), cat([image.Seen, image.Seen])) : null);

    /// <summary>How far the two answers are apart: the mean of both Kullback-Leibler divergences, summed over the steps.</summary>
    /// <param name="scores">Of rows that come twice, as <see cref="Twice"/> puts them, along the same paths.</param>
    /// <param name="table">The identifiers.</param>
    /// <returns>float32 [], mean over the queries; 0 where the answers are the same.</returns>
    public static Tensor Divergence(IReadOnlyList<StepScores> scores, IdentifierTable table)
    {
        using var scope = NewDisposeScope();
        var total = zeros(1, device: table.Inputs.device);
        foreach (var (step, logProbabilities, codes) in scores)
        {
            var queries = logProbabilities.shape[0] / 2;
            var (first, second) = (logProbabilities.narrow(0, 0, queries), logProbabilities.narrow(0, queries, queries));   // [queries, tokens]
            var both = ((first.exp() - second.exp()) * (first - second)).sum(1);                                           // [queries]
            total = total.Plus((both * codes.narrow(0, 0, queries).IsNot(table[step].Count)).mean().Times(0.5));
        }

        return total.squeeze(0).MoveToOuterDisposeScope();
    }
}
