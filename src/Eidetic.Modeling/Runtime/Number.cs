using TorchSharp;

namespace Eidetic.Modeling;

/// <summary>
/// A number in an operation on tensors. Whole numbers stay whole, so that tensors of integers stay integers (libtorch's type promotion).
/// </summary>
/// <param name="Fraction">The number.</param>
/// <param name="Whole">The number where it is whole; null otherwise.</param>
internal readonly record struct Number(double Fraction, long? Whole)
{
    public static implicit operator Number(int value) => new(value, value);

    public static implicit operator Number(long value) => new(value, value);

    public static implicit operator Number(float value) => new(value, Whole: null);

    public static implicit operator Number(double value) => new(value, Whole: null);

    /// <summary>As libtorch takes it. The caller disposes it, and only after the operation: that is what keeps it alive until then.</summary>
    public Scalar Lend() => Whole is { } whole ? whole.ToScalar() : Fraction.ToScalar();
}
