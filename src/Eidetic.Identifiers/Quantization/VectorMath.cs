using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Eidetic.Identifiers;

/// <summary>
/// Dot products and distances in one fixed order of summation: the same two vectors give the same bytes in whatever block or thread they
/// meet. <c>TensorPrimitives</c> promises no order for its sums, and has no product of two sets of vectors.
/// </summary>
internal static class VectorMath
{
    /// <summary>Squared Euclidean distance; exactly 0 for equal vectors.</summary>
    public static float SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var r = ref MemoryMarshal.GetReference(right);
        Vector<float> even = default, odd = default;
        var i = 0;
        for (; i <= left.Length - 2 * Vector<float>.Count; i += 2 * Vector<float>.Count)
        {
            var first = Load(ref l, i) - Load(ref r, i);
            var second = Load(ref l, i + Vector<float>.Count) - Load(ref r, i + Vector<float>.Count);
            even = Vector.MultiplyAddEstimate(first, first, even);
            odd = Vector.MultiplyAddEstimate(second, second, odd);
        }

        var sum = Vector.Sum(even + odd);
        for (; i < left.Length; i++)
        {
            var difference = left[i] - right[i];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>Dot product.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var r = ref MemoryMarshal.GetReference(right);
        Vector<float> sum = default;
        var i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sum = Vector.MultiplyAddEstimate(Load(ref l, i), Load(ref r, i), sum);
        }

        return Vector.Sum(sum) + TailDot(left, right, i);
    }

    /// <summary>All dot products of two sets of vectors.</summary>
    /// <param name="rows">float32 [rows, dim].</param>
    /// <param name="columns">float32 [columns, dim].</param>
    /// <param name="dim">Length of a vector.</param>
    /// <param name="products">Receives float32 [rows, columns].</param>
    public static void Products(ReadOnlySpan<float> rows, ReadOnlySpan<float> columns, int dim, Span<float> products)
    {
        var rowCount = rows.Length / dim;
        var columnCount = columns.Length / dim;
        for (var column = 0; column < columnCount; column += 2)
        {
            for (var row = 0; row < rowCount; row += 4)
            {
                if (row + 4 <= rowCount && column + 2 <= columnCount)
                {
                    Tile(rows.Slice(row * dim, 4 * dim), columns.Slice(column * dim, 2 * dim), dim,
                        products[(row * columnCount + column)..], columnCount);
                    continue;
                }

                for (var r = row; r < Math.Min(row + 4, rowCount); r++)
                {
                    for (var c = column; c < Math.Min(column + 2, columnCount); c++)
                    {
                        products[r * columnCount + c] = Dot(rows.Slice(r * dim, dim), columns.Slice(c * dim, dim));
                    }
                }
            }
        }
    }

    // Four rows by two columns: eight sums stay in registers, so each loaded value is used more than once.
    private static void Tile(ReadOnlySpan<float> rows, ReadOnlySpan<float> columns, int dim, Span<float> products, int stride)
    {
        ref var r = ref MemoryMarshal.GetReference(rows);
        ref var c = ref MemoryMarshal.GetReference(columns);
        Vector<float> s00 = default, s01 = default, s10 = default, s11 = default;
        Vector<float> s20 = default, s21 = default, s30 = default, s31 = default;
        var i = 0;
        for (; i <= dim - Vector<float>.Count; i += Vector<float>.Count)
        {
            var c0 = Load(ref c, i);
            var c1 = Load(ref c, i + dim);
            var row = Load(ref r, i);
            s00 = Vector.MultiplyAddEstimate(row, c0, s00);
            s01 = Vector.MultiplyAddEstimate(row, c1, s01);
            row = Load(ref r, i + dim);
            s10 = Vector.MultiplyAddEstimate(row, c0, s10);
            s11 = Vector.MultiplyAddEstimate(row, c1, s11);
            row = Load(ref r, i + 2 * dim);
            s20 = Vector.MultiplyAddEstimate(row, c0, s20);
            s21 = Vector.MultiplyAddEstimate(row, c1, s21);
            row = Load(ref r, i + 3 * dim);
            s30 = Vector.MultiplyAddEstimate(row, c0, s30);
            s31 = Vector.MultiplyAddEstimate(row, c1, s31);
        }

        var left = columns[..dim];
        var right = columns[dim..];
        Store(products, rows[..dim], left, right, i, s00, s01);
        Store(products[stride..], rows.Slice(dim, dim), left, right, i, s10, s11);
        Store(products[(2 * stride)..], rows.Slice(2 * dim, dim), left, right, i, s20, s21);
        Store(products[(3 * stride)..], rows.Slice(3 * dim, dim), left, right, i, s30, s31);
    }

    private static void Store(
        Span<float> products, ReadOnlySpan<float> row, ReadOnlySpan<float> left, ReadOnlySpan<float> right, int tail,
        Vector<float> sumLeft, Vector<float> sumRight)
    {
        products[0] = Vector.Sum(sumLeft) + TailDot(row, left, tail);
        products[1] = Vector.Sum(sumRight) + TailDot(row, right, tail);
    }

    private static float TailDot(ReadOnlySpan<float> left, ReadOnlySpan<float> right, int start)
    {
        var sum = 0f;
        for (var i = start; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float start, int index) => Vector.LoadUnsafe(ref start, (nuint)index);
}
