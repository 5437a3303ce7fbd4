using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Pads rows of tokens to one length.</summary>
internal static class PromptBatch
{
    /// <summary>Padding before the tokens, where decoding follows.</summary>
    public static TokenBatch PadLeft(IReadOnlyList<IReadOnlyList<int>> rows, int padding, Device device) => Pad(rows, padding, isLeft: true, device);

    /// <summary>Padding after the tokens, for learning.</summary>
    public static TokenBatch PadRight(IReadOnlyList<IReadOnlyList<int>> rows, int padding, Device device) => Pad(rows, padding, isLeft: false, device);

    private static TokenBatch Pad(IReadOnlyList<IReadOnlyList<int>> rows, int padding, bool isLeft, Device device)
    {
        var length = rows.Count == 0 ? 0 : rows.Max(r => r.Count);
        if (length == 0)
        {
            throw new ArgumentException("Expected at least one row with tokens, got none.", nameof(rows));
        }

        var tokens = new long[rows.Count * length];
        var mask = new long[rows.Count * length];
        Array.Fill(tokens, padding);
        for (var row = 0; row < rows.Count; row++)
        {
            var start = row * length + (isLeft ? length - rows[row].Count : 0);
            for (var i = 0; i < rows[row].Count; i++)
            {
                (tokens[start + i], mask[start + i]) = (rows[row][i], 1);
            }
        }

        return new TokenBatch(Whole(tokens, device, rows.Count, length), Whole(mask, device, rows.Count, length));
    }

    /// <summary>Whole numbers as a tensor in torch's own memory, outside every dispose scope.</summary>
    /// <returns>int64 of the given shape.</returns>
    public static Tensor Whole(long[] values, Device device, params long[] shape)
    {
        using var scope = NewDisposeScope();
        return tensor(values, shape).clone().to(device).DetachFromDisposeScope();
    }
}
