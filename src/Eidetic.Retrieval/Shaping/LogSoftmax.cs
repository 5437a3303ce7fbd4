using System.Numerics.Tensors;

namespace Eidetic.Retrieval;

/// <summary>Makes scores log-probabilities again.</summary>
internal static class LogSoftmax
{
    /// <summary>Normalizes every row.</summary>
    /// <param name="scores">float32 [rows, vocab]; changed in place.</param>
    /// <param name="vocabulary">Length of a row.</param>
    public static void Rows(Span<float> scores, int vocabulary)
    {
        var powers = new float[vocabulary];
        for (var start = 0; start < scores.Length; start += vocabulary)
        {
            var row = scores.Slice(start, vocabulary);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max<float>(row), row);
            TensorPrimitives.Exp<float>(row, powers);
            TensorPrimitives.Subtract(row, MathF.Log(TensorPrimitives.Sum<float>(powers)), row);
        }
    }
}
