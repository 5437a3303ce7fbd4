using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Brings managed numbers into torch's own memory. <c>tensor(array)</c> alone computes on the managed array, whose alignment changes from
/// run to run, and with it the last bit of matrix products: same input would not mean same bytes.
/// </summary>
internal static class TorchCopies
{
    /// <returns>float32 [rows, dim].</returns>
    public static Tensor ToTensor(this FeatureMatrix matrix, Device device) => Copy(matrix.Values, device, matrix.Rows, matrix.Dim);

    /// <summary>Some rows of a matrix, in the given order.</summary>
    /// <returns>float32 [rows, dim].</returns>
    public static Tensor ToTensor(this FeatureMatrix matrix, IReadOnlyList<int> rows, Device device)
    {
        var values = new float[rows.Count * matrix.Dim];
        for (var i = 0; i < rows.Count; i++)
        {
            matrix[rows[i]].CopyTo(values.AsSpan(i * matrix.Dim));
        }

        return Copy(values, device, rows.Count, matrix.Dim);
    }

    /// <returns>float32 of the given shape.</returns>
    public static Tensor Copy(float[] values, Device device, params long[] shape)
    {
        using var borrowed = tensor(values, shape);
        return device.type == TorchSharp.DeviceType.CPU ? borrowed.clone() : borrowed.to(device);
    }
}
