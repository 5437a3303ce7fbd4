using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Where the elements of a tensor lie in a file. Whoever makes one has checked that they lie within it.</summary>
/// <param name="Info">Element type and shape.</param>
/// <param name="Start">Offset in the file of the first element.</param>
/// <param name="Length">Bytes from the first to the end of the last element; 0 for an empty tensor.</param>
/// <param name="Strides">Elements from one entry of an axis to its next; null when the elements lie in order without gaps.</param>
internal sealed record StoredTensor(SafetensorsInfo Info, long Start, long Length, long[]? Strides = null)
{
    /// <summary>The most axes a tensor may have; no published model comes near, and torch's kernels have limits of their own.</summary>
    public const int MaxAxes = 16;

    /// <summary>Bytes of a shape, or -1 when they overflow, also when a size is zero: torch multiplies the others all the same.</summary>
    public static long SizeInBytes(ScalarType type, IReadOnlyList<long> shape)
    {
        Int128 bytes = SafetensorsDtypes.SizeOf(type);
        foreach (var size in shape)
        {
            bytes *= Math.Max(size, 1);
            if (bytes > long.MaxValue)
                return -1;
        }

        return shape.Contains(0) ? 0 : (long)bytes;
    }

    /// <summary>The type the elements are mapped as: bytes that are neither 0 nor 1 are no bools that torch may see.</summary>
    public ScalarType StoredType => Info.Dtype == ScalarType.Bool ? ScalarType.Byte : Info.Dtype;

    /// <summary>Gives elements that lie one after another the shape of the tensor.</summary>
    /// <param name="elements">The stored type, [elements], from the tensor's first to its last.</param>
    /// <returns>A view where the elements lie in order and a copy otherwise, in the caller's dispose scope.</returns>
    public Tensor Shape(Tensor elements)
    {
        using var scope = NewDisposeScope();
        var typed = Info.Dtype == ScalarType.Bool ? elements.IsNot(0) : elements;
        var result = Strides is null
            ? typed.view([.. Info.Shape])
            : typed.as_strided([.. Info.Shape], Strides, typed.storage_offset()).contiguous();
        return result.MoveToOuterDisposeScope();
    }
}
