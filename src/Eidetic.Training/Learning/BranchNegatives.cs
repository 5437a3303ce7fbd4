using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// Hard negatives among identifiers: images that lie near a caption's own in the shared space and begin with another token, so that a decoder
/// that takes the wrong first branch cannot come back to the right one. The caption's own identifier is to be likelier than theirs by a margin.
/// </summary>
internal sealed class BranchNegatives(QueryStream queries, IdentifierTable table, IdentifierLoss loss, LearningOptions options)
{
    private const int Nearest = 4;      // times as many are looked at as are drawn: always the same would soon be learned
    private readonly RankingLoss _loss = new(loss);

    /// <summary>The loss of the first texts of a step's retrieve batch.</summary>
    /// <param name="texts">Which texts.</param>
    /// <param name="ownImages">int [texts]: the image of each.</param>
    /// <param name="random">The step's randomness.</param>
    /// <returns>float32 [], mean over all pairs; or null where no image begins with another token.</returns>
    public Tensor? Loss(int[] texts, int[] ownImages, Random random)
    {
        using var scope = NewDisposeScope();
        var batch = Math.Min(options.RankBatch, texts.Length);
        var lists = Lists(ownImages[..batch], random);
        return lists[0].Length < 2 ? null : _loss.Margin(queries.Heard(texts[..batch], random), lists, options.Margin).MoveToOuterDisposeScope();
    }

    /// <summary>For each image an identifier of its own, then those of negatives; all lists are of one length.</summary>
    internal int[][] Lists(int[] images, Random random)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var nearness = queries.Nearness(images);                                                  // [batch, images]
        var wanted = Math.Min(options.BranchNegatives * Nearest, (int)nearness.shape[1]);
        var own = images.Select(image => table.Pick(image, random)).ToArray();
        var masked = nearness.FilledWhere(SameBranch(own), float.NegativeInfinity);
        var (values, places) = masked.topk(wanted, dim: 1);                                       // [batch, wanted]
        var (near, order) = (values.cpu().data<float>().ToArray(), places.cpu().data<long>().ToArray());
        var found = Enumerable.Range(0, images.Length).Select(row => Enumerable.Range(row * wanted, wanted)
            .Where(place => !float.IsNegativeInfinity(near[place])).Select(place => (int)order[place]).ToArray()).ToArray();
        var length = Math.Min(options.BranchNegatives, found.Min(list => list.Length));
        return [.. found.Select((list, row) => (int[])[own[row], .. Draw(list, length, random).Select(image => table.Pick(image, random))])];
    }

    // bool [batch, images]: images any of whose identifiers begins as the row's.
    private Tensor SameBranch(int[] own)
    {
        var first = table[0].Codes;                                                               // int64 [entries]
        var same = first.index_select(0, tensor(own.Select(entry => (long)entry).ToArray(), device: first.device)).unsqueeze(1).eq(first);   // [batch, entries]
        if (table.IsOneToOne)
        {
            return same;
        }

        var images = tensor(Enumerable.Range(0, table.Entries).Select(entry => (long)table.ImageOf(entry)).ToArray(), device: first.device);
        var counts = zeros(own.Length, queries.Images.shape[0], device: first.device);
        return counts.PlusAtInPlace(1, images, same.to(ScalarType.Float32)).IsAbove(0);           // [batch, images]
    }

    private static int[] Draw(int[] nearest, int count, Random random)
    {
        random.Shuffle(nearest);
        return nearest[..count];
    }
}
