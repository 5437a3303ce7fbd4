using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Operations of tensors with numbers, which stay alive until libtorch has read them. TorchSharp hands a number over in an object with
/// a finalizer and passes on its address alone, so that a collection begun by another thread may free the number while libtorch is yet to
/// read it: the result is then wrong, or "Expected false to be true" is thrown. A sum of two tensors is such an operation too (its
/// factor of 1). TorchSharp's own forms are banned symbols; these hold each number until the operation is over, and leave the collector
/// nothing to finalize.
/// </summary>
internal static class TensorNumbers
{
    private static readonly Scalar _one = 1L.ToScalar();

    /// <summary>Sum of two tensors.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, _one);

    /// <summary>Adds a tensor to this one, in place.</summary>
    public static Tensor PlusInPlace(this Tensor left, Tensor right) => left.add_(right, _one);

    /// <summary>Adds a tensor times a factor to this one, in place.</summary>
    public static Tensor PlusInPlace(this Tensor left, Tensor right, Number factor)
    {
        using var lent = factor.Lend();
        return left.add_(right, lent);
    }

    /// <summary>Each element plus a number.</summary>
    public static Tensor Plus(this Tensor tensor, double number) => With(tensor, number, static (t, lent) => t.add(lent, _one));

    /// <summary>Each element plus a whole number; integers stay integers.</summary>
    public static Tensor Plus(this Tensor tensor, long number) => With(tensor, number, static (t, lent) => t.add(lent, _one));

    /// <summary>Each element plus a number, in place.</summary>
    public static Tensor PlusInPlace(this Tensor tensor, double number) => With(tensor, number, static (t, lent) => t.add_(lent, _one));

    /// <summary>Each element minus a number.</summary>
    public static Tensor Minus(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.sub(lent));

    /// <summary>Each element minus a number, in place.</summary>
    public static Tensor MinusInPlace(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.sub_(lent));

    /// <summary>Each element times a number.</summary>
    public static Tensor Times(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.mul(lent));

    /// <summary>Each element times a number, in place.</summary>
    public static Tensor TimesInPlace(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.mul_(lent));

    /// <summary>Each element divided by a number; integers become fractions.</summary>
    public static Tensor Over(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.div(lent));

    /// <summary>Each element divided by a number, in place.</summary>
    public static Tensor OverInPlace(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.div_(lent));

    /// <summary>Each element to a power.</summary>
    public static Tensor ToThe(this Tensor tensor, Number power) => With(tensor, power, static (t, lent) => t.pow(lent));

    /// <summary>Adds the elementwise product of two tensors to this one, times a factor, in place.</summary>
    public static Tensor PlusProductInPlace(this Tensor tensor, Tensor first, Tensor second, Number factor)
    {
        using var lent = factor.Lend();
        return tensor.addcmul_(first, second, lent);
    }

    /// <summary>Adds the elementwise quotient of two tensors to this one, times a factor, in place.</summary>
    public static Tensor PlusQuotientInPlace(this Tensor tensor, Tensor first, Tensor second, Number factor)
    {
        using var lent = factor.Lend();
        return tensor.addcdiv_(first, second, lent);
    }

    /// <summary>Adds rows of another tensor at given places, in place.</summary>
    public static Tensor PlusAtInPlace(this Tensor tensor, long dim, Tensor places, Tensor source) => tensor.index_add_(dim, places, source, _one);

    /// <summary>Whether each element is the number; bool of the tensor's shape.</summary>
    public static Tensor Is(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.eq(lent));

    /// <summary>Whether each element is another number; bool of the tensor's shape.</summary>
    public static Tensor IsNot(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.ne(lent));

    /// <summary>Whether each element is greater than the number; bool of the tensor's shape.</summary>
    public static Tensor IsAbove(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.gt(lent));

    /// <summary>Whether each element is less than the number; bool of the tensor's shape.</summary>
    public static Tensor IsBelow(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.lt(lent));

    /// <summary>Whether each element is the number or greater; bool of the tensor's shape.</summary>
    public static Tensor IsAtLeast(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.ge(lent));

    /// <summary>Each element, moved to the nearer end where it is outside the interval.</summary>
    public static Tensor Within(this Tensor tensor, Number least, Number most)
    {
        using var lentLeast = least.Lend();
        using var lentMost = most.Lend();
        return tensor.clamp(lentLeast, lentMost);
    }

    /// <summary>Moves each element that is outside the interval to its nearer end, in place.</summary>
    public static Tensor WithinInPlace(this Tensor tensor, Number least, Number most)
    {
        using var lentLeast = least.Lend();
        using var lentMost = most.Lend();
        return tensor.clamp_(lentLeast, lentMost);
    }

    /// <summary>Each element, or the number where it is less.</summary>
    public static Tensor NoLessThan(this Tensor tensor, Number least) => With(tensor, least, static (t, lent) => t.clamp_min(lent));

    /// <summary>Each element, or the number where it is greater.</summary>
    public static Tensor NoMoreThan(this Tensor tensor, Number most) => With(tensor, most, static (t, lent) => t.clamp_max(lent));

    /// <summary>A copy with the number wherever the mask is true.</summary>
    public static Tensor FilledWhere(this Tensor tensor, Tensor mask, Number number)
    {
        using var lent = number.Lend();
        return tensor.masked_fill(mask, lent);
    }

    /// <summary>Makes every element the number, in place.</summary>
    public static Tensor FillInPlace(this Tensor tensor, Number number) => With(tensor, number, static (t, lent) => t.fill_(lent));

    /// <summary>Numbers from a start up to, and without, an end; one axis.</summary>
    public static Tensor Range(Number start, Number end, Number step, ScalarType type = ScalarType.Int64, Device? device = null)
    {
        using var lentStart = start.Lend();
        using var lentEnd = end.Lend();
        using var lentStep = step.Lend();
        return arange(lentStart, lentEnd, lentStep, type, device);
    }

    /// <summary>The whole numbers from 0 up to, and without, an end; one axis.</summary>
    public static Tensor Range(Number end, ScalarType type = ScalarType.Int64, Device? device = null) => Range(0, end, 1, type, device);

    /// <summary>The only element of a tensor.</summary>
    public static double Value(this Tensor tensor)
    {
        using var lent = tensor.ToScalar();
        return lent.ToDouble();
    }

    // The number outlives the operation: it is disposed after it.
    private static Tensor With(Tensor tensor, Number number, Func<Tensor, Scalar, Tensor> operation)
    {
        using var lent = number.Lend();
        return operation(tensor, lent);
    }
}
