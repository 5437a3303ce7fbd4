namespace Eidetic.Identifiers;

/// <summary>
/// Runs independent work on blocks of rows, on all cores when there is enough of it. Blocks are fixed: timing changes nothing.
/// </summary>
internal static class RowBlocks
{
    /// <summary>Rows of a block.</summary>
    public const int Size = 64;

    private const long EnoughWork = 1 << 20;

    /// <summary>Calls <paramref name="work"/> with [start, end) of every block.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="workPerRow">Multiplications a row costs, to decide whether threads pay.</param>
    /// <param name="work">Must touch its own rows only.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public static void ForEach(int rows, long workPerRow, Action<int, int> work, CancellationToken cancellationToken)
    {
        var blocks = (rows + Size - 1) / Size;
        if (blocks > 1 && rows * workPerRow >= EnoughWork)
        {
            Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancellationToken }, Run);
            return;
        }

        for (var block = 0; block < blocks; block++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Run(block);
        }

        void Run(int block) => work(block * Size, Math.Min(rows, (block + 1) * Size));
    }
}
