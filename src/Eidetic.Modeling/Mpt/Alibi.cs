using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Attention with linear biases: the farther a key, the lower its score (Press et al. 2021, arXiv 2108.12409, §3).</summary>
internal static class Alibi
{
    /// <summary>
    /// Slopes of the heads. For a number of heads that is no power of two those of the next power are computed, and taken odd places first.
    /// </summary>
    /// <returns>float32 [heads].</returns>
    public static Tensor Slopes(int heads, double maxBias, Device device)
    {
        var power = 1;
        while (power < heads)
        {
            power *= 2;
        }

        var slopes = Enumerable.Range(1, power).Select(place => (float)Math.Pow(2, -(place * maxBias / power))).ToArray();
        var taken = power == heads ? slopes : [.. slopes.Where((_, i) => i % 2 == 1).Concat(slopes.Where((_, i) => i % 2 == 0)).Take(heads)];
        return TorchCopies.Copy(taken, device, heads);
    }

    /// <param name="slopes">float32 [heads].</param>
    /// <param name="keys">Number of keys; the last is the query's own place.</param>
    /// <returns>float32 [1, heads, 1, keys]: slope · (key - last key).</returns>
    public static Tensor Bias(Tensor slopes, long keys)
    {
        using var scope = NewDisposeScope();
        var places = TensorNumbers.Range(1 - keys, 1, 1, ScalarType.Float32, slopes.device);           // [keys]
        return (places.view(1, 1, 1, keys) * slopes.view(1, slopes.shape[0], 1, 1)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Biases and what a query must not see: keys after it, and padding. Three queries after one key that is padding:
    /// <code>
    ///        key 0    1    2    3
    /// query 1   ✗  -2s    ✗    ✗
    /// query 2   ✗  -2s   -s    ✗
    /// query 3   ✗  -2s   -s    0
    /// </code>
    /// (A bias may be shifted by a constant for each query: softmax does not see it.)
    /// </summary>
    /// <param name="slopes">float32 [heads].</param>
    /// <param name="mask">int64 [batch, keys], 1 = real token.</param>
    /// <param name="queries">Number of queries; they are the last keys.</param>
    /// <returns>float32 [batch, heads, queries, keys], to be added to scores. Finite, so that padding's own rows stay numbers.</returns>
    public static Tensor Mask(Tensor slopes, Tensor mask, long queries)
    {
        using var scope = NewDisposeScope();
        var keys = mask.shape[1];
        var places = TensorNumbers.Range(keys, device: mask.device);
        var isLater = places.view(1, 1, 1, keys).gt(places[(int)(keys - queries)..].view(1, 1, queries, 1));     // [1, 1, queries, keys]
        var isHidden = isLater | mask.Is(0).view(mask.shape[0], 1, 1, keys);                                     // [batch, 1, queries, keys]
        return Bias(slopes, keys).expand(mask.shape[0], -1, queries, -1).FilledWhere(isHidden, -1e30f).MoveToOuterDisposeScope();
    }
}
