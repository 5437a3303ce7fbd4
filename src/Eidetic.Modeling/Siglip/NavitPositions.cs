using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Positions of the patches of pictures that fill only part of the square: coordinates as fractions of the picture, put into as many
/// buckets as the learned table has in a row (NaViT, Dehghani et al. 2023, arXiv 2307.06304, §2.1, as Idefics3 does it).
/// </summary>
internal static class NavitPositions
{
    /// <summary>Positions by bucket; patches that are no part of the picture get 0.</summary>
    /// <param name="isVisible">bool [batch, rows, columns], true = part of the picture, which fills a rectangle from the upper left.</param>
    /// <param name="patchesPerSide">Rows of the learned table's square.</param>
    /// <returns>int64 [batch, rows*columns], on the mask's device.</returns>
    public static Tensor Of(Tensor isVisible, int patchesPerSide)
    {
        using var scope = NewDisposeScope();
        var (batch, rows, columns) = isVisible.Axes3();
        var visible = isVisible.cpu().contiguous().data<bool>().ToArray();
        var positions = new long[batch * rows * columns];
        for (var picture = 0L; picture < batch; picture++)
        {
            var first = picture * rows * columns;
            var rowBuckets = Buckets(Enumerable.Range(0, (int)rows).Count(row => visible[first + (row * columns)]), patchesPerSide);
            var columnBuckets = Buckets(Enumerable.Range(0, (int)columns).Count(column => visible[first + column]), patchesPerSide);
            for (var row = 0; row < rowBuckets.Length; row++)
            {
                for (var column = 0; column < columnBuckets.Length; column++)
                {
                    positions[first + (row * columns) + column] = (rowBuckets[row] * patchesPerSide) + columnBuckets[column];
                }
            }
        }

        using var borrowed = tensor(positions, [batch, rows * columns]);
        return borrowed.clone().to(isVisible.device).MoveToOuterDisposeScope();
    }

    // In whole numbers: floor(i / count · side). The reference counts the boundaries k/side that are at most i/count, in float32.
    private static int[] Buckets(int count, int patchesPerSide) =>
        [.. Enumerable.Range(0, count).Select(i => Math.Min(i * patchesPerSide / count, patchesPerSide - 1))];
}
