using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Rotary positions (Su et al. 2021, arXiv 2104.09864), in the layout of Hugging Face: dimension i turns together with i + headDim / 2, not
/// with its neighbour.
/// </summary>
/// <param name="Cosine">[batch, 1, tokens, headDim].</param>
/// <param name="Sine">[batch, 1, tokens, headDim].</param>
/// <param name="SignedSine">[batch, 1, tokens, headDim]: the sine with the sign it is used with, negative in the first half.</param>
internal sealed record RotaryPositions(Tensor Cosine, Tensor Sine, Tensor SignedSine)
{
    /// <summary>Angles of places.</summary>
    /// <param name="positions">int64 [batch, tokens].</param>
    /// <param name="headDim">Length of a head's vectors.</param>
    /// <param name="theta">Base of the wavelengths.</param>
    public static RotaryPositions Of(Tensor positions, int headDim, double theta)
    {
        using var scope = NewDisposeScope();
        var exponents = TensorNumbers.Range(0, headDim, 2, ScalarType.Float32, positions.device).Over(headDim);
        var frequencies = exponents.Times(-Math.Log(theta)).exp();                                              // [headDim/2]
        var angles = positions.to(ScalarType.Float32).unsqueeze(-1) * frequencies;                              // [batch, tokens, headDim/2]
        var both = cat([angles, angles], dim: -1).unsqueeze(1);                                                 // [batch, 1, tokens, headDim]
        var sine = angles.sin().unsqueeze(1);                                                                   // [batch, 1, tokens, headDim/2]
        return new RotaryPositions(
            both.cos().MoveToOuterDisposeScope(),
            cat([sine, sine], dim: -1).MoveToOuterDisposeScope(),
            cat([sine.neg(), sine], dim: -1).MoveToOuterDisposeScope());
    }

    /// <summary>Places of tokens, counted over real tokens only; padding stands at 1, as in the reference.</summary>
    /// <param name="mask">int64 [batch, all tokens], 1 = real.</param>
    /// <param name="count">How many of the last tokens are wanted.</param>
    /// <returns>int64 [batch, count].</returns>
    public static Tensor Places(Tensor mask, long count)
    {
        using var scope = NewDisposeScope();
        var places = mask.cumsum(-1).Minus(1).FilledWhere(mask.Is(0), 1);                                       // [batch, all tokens]
        return places.narrow(1, mask.shape[1] - count, count).MoveToOuterDisposeScope();
    }

    /// <summary>Turns queries or keys.</summary>
    /// <param name="rows">[batch, heads, tokens, headDim].</param>
    /// <returns>[batch, heads, tokens, headDim].</returns>
    public Tensor Turn(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var swapped = rows.roll(rows.shape[^1] / 2, -1);                                                        // [batch, heads, tokens, headDim]
        return (rows * Cosine).PlusProductInPlace(swapped, SignedSine, 1).MoveToOuterDisposeScope();
    }
}
