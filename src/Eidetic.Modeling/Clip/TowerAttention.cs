using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>Multi-head attention between projected rows (Vaswani et al. 2017, §3.2.2), without its projections.</summary>
internal static class TowerAttention
{
    /// <param name="queries">[batch, queries, dim].</param>
    /// <param name="keys">[batch, tokens, dim].</param>
    /// <param name="values">[batch, tokens, dim].</param>
    /// <param name="heads">Divides dim.</param>
    /// <param name="isCausal">Whether a row sees itself and the rows before it only.</param>
    /// <param name="isVisible">bool [batch, tokens], true = may be attended to; null for all.</param>
    /// <returns>[batch, queries, dim].</returns>
    public static Tensor Attend(Tensor queries, Tensor keys, Tensor values, long heads, bool isCausal = false, Tensor? isVisible = null)
    {
        using var scope = NewDisposeScope();
        var (batch, rows, dim) = queries.Axes3();
        var mask = isVisible?.view(batch, 1, 1, keys.shape[1]);
        var mixed = functional.scaled_dot_product_attention(                          // [batch, heads, queries, headDim]
            Split(queries, heads), Split(keys, heads), Split(values, heads), mask, is_casual: isCausal);
        return mixed.transpose(1, 2).reshape(batch, rows, dim).MoveToOuterDisposeScope();
    }

    private static Tensor Split(Tensor rows, long heads)
    {
        var (batch, tokens, dim) = rows.Axes3();
        return rows.reshape(batch, tokens, heads, dim / heads).transpose(1, 2);       // [batch, heads, tokens, headDim]
    }
}
