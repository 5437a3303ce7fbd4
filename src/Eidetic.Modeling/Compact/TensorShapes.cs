using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Reads and checks the axes of tensors; throws in Release too.</summary>
internal static class TensorShapes
{
    /// <summary>The three axes of a tensor.</summary>
    public static (long First, long Second, long Third) Axes3(this Tensor tensor)
    {
        var shape = tensor.shape;
        return shape.Length == 3 ? (shape[0], shape[1], shape[2]) : throw Unexpected("three axes", shape, nameof(tensor));
    }

    /// <summary>Refuses a tensor that is not [anything, columns].</summary>
    public static Tensor RequireRows(this Tensor tensor, long columns, string name)
    {
        var shape = tensor.shape;
        return shape.Length == 2 && shape[1] == columns ? tensor : throw Unexpected($"[batch, {columns}]", shape, name);
    }

    private static ArgumentException Unexpected(string expected, long[] shape, string name) =>
        new($"Expected {expected}, got [{string.Join(", ", shape)}].", name);
}
