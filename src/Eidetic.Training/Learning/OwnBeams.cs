using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// What the decoder, as it is at this step of learning, would answer: beam search along the trie over all queries at once, with each step's
/// probabilities normalized over the tokens that the trie knows there. Identifiers are short, so earlier tokens are read again, without a cache.
/// </summary>
internal sealed class OwnBeams(CompactDecoder decoder, IdentifierTable table, int beams)
{
    /// <summary>Finds identifiers.</summary>
    /// <param name="queries">float32 [batch, queryDim].</param>
    /// <returns>For each query entries of the table, likeliest first: as many as beams, or all where there are fewer.</returns>
    public int[][] Find(Tensor queries)
    {
        using var noGrad = no_grad();
        var wasTraining = decoder.training;
        decoder.eval();
        var batch = (int)queries.shape[0];
        var finished = Enumerable.Range(0, batch).Select(_ => new List<Path>()).ToArray();
        List<Path> open = [.. Enumerable.Range(0, batch).Select(query => new Path(query, Entry: 0, Score: 0))];
        for (var step = 0; step < table.Steps && open.Count > 0; step++)
        {
            var next = Enumerable.Range(0, batch).Select(_ => new List<Path>()).ToArray();
            Extend(queries, open, step, next, finished);
            open = [.. next.SelectMany(paths => Best(paths))];
        }

        decoder.train(wasTraining);
        return [.. finished.Select(paths => Best(paths).Select(path => path.Entry).ToArray())];
    }

    private void Extend(Tensor queries, List<Path> open, int step, List<Path>[] next, List<Path>[] finished)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(open.Select(path => (long)path.Query).ToArray(), device: queries.device);
        var entries = tensor(open.Select(path => (long)path.Entry).ToArray(), device: queries.device);
        var tokens = table.Inputs.index_select(0, entries).narrow(1, 0, step);                              // int64 [open, step]
        var stepQueries = decoder.StepQueries(new QuerySides(queries.index_select(0, rows), Image: null), tokens).select(1, step);
        var (first, count) = (table[step].First, table[step].Count);
        var logits = decoder.Logits(stepQueries, first, count).cpu().contiguous().data<float>().ToArray();  // [open * count]
        for (var row = 0; row < open.Count; row++)
        {
            var path = open[row];
            var children = table.Next(step, path.Entry);
            var highest = children.Max(token => logits[row * count + token - first]);
            var total = highest + Math.Log(children.Sum(token => Math.Exp(logits[row * count + token - first] - highest)));
            foreach (var token in children)
            {
                var (entry, isLast) = table.Follow(step, path.Entry, token);
                (isLast ? finished : next)[path.Query].Add(new Path(path.Query, entry, path.Score + logits[row * count + token - first] - total));
            }
        }
    }

    private IEnumerable<Path> Best(List<Path> paths) => paths.OrderByDescending(path => path.Score).ThenBy(path => path.Entry).Take(beams);

    /// <summary>A path of the trie.</summary>
    /// <param name="Query">Whose it is.</param>
    /// <param name="Entry">The first identifier that begins with it.</param>
    /// <param name="Score">Sum of its log-probabilities.</param>
    private readonly record struct Path(int Query, int Entry, double Score);
}
