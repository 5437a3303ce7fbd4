using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>How captions choose among codes: the softmax of their products, a code that names more images being likelier.</summary>
internal static class CaptionChoices
{
    private const int Chunk = 4096;                 // captions at once: their probabilities take chunk * codes numbers
    private const float Negligible = 1e-6f;         // probabilities below move nothing

    /// <summary>The loss, and minus its gradient by the codes, times the temperature.</summary>
    /// <param name="codes">float32 [codes, dim].</param>
    /// <param name="counts">int [codes], at least 1: images that each names.</param>
    /// <param name="captions">float32 [captions, dim].</param>
    /// <param name="choices">int [captions]: the code that each is to choose.</param>
    /// <param name="temperature">What products are divided by.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>
    /// float32 [codes, dim]: the sum over the captions of (1 where it is to choose the code, less the probability that it does) times the caption;
    /// and the sum of the negative logarithms of the probabilities of the right choices.
    /// </returns>
    public static (FeatureMatrix Pull, double Loss) Pull(
        FeatureMatrix codes, int[] counts, FeatureMatrix captions, int[] choices, double temperature, CancellationToken cancellationToken)
    {
        var (pull, loss) = (new FeatureMatrix(codes.Rows, codes.Dim), 0.0);
        var priors = counts.Select(count => MathF.Log(count)).ToArray();
        for (var start = 0; start < captions.Rows; start += Chunk)
        {
            var rows = Math.Min(Chunk, captions.Rows - start);
            var (weights, losses) = (new float[rows * codes.Rows], new double[rows]);
            RowBlocks.ForEach(rows, (long)codes.Rows * codes.Dim, (first, end) =>
            {
                VectorMath.Products(
                    captions.Values.AsSpan((start + first) * codes.Dim, (end - first) * codes.Dim), codes.Values, codes.Dim,
                    weights.AsSpan(first * codes.Rows, (end - first) * codes.Rows));
                for (var row = first; row < end; row++)
                {
                    losses[row] = ToWeights(weights.AsSpan(row * codes.Rows, codes.Rows), priors, choices[start + row], (float)(1 / temperature));
                }
            }, cancellationToken);
            // Each code sums over the captions in their order, so that threads cannot change the rounding.
            RowBlocks.ForEach(codes.Rows, (long)rows * codes.Dim, (first, end) =>
            {
                for (var row = 0; row < rows; row++)
                {
                    for (var code = first; code < end; code++)
                    {
                        if (weights[row * codes.Rows + code] is var weight && Math.Abs(weight) > Negligible)
                            TensorPrimitives.MultiplyAdd<float>(captions[start + row], weight, pull[code], pull[code]);
                    }
                }
            }, cancellationToken);
            loss += losses.Sum();
        }

        return (pull, loss);
    }

    // From products to (right - probability); gives the loss.
    private static double ToWeights(Span<float> row, float[] priors, int choice, float sharpness)
    {
        TensorPrimitives.MultiplyAdd<float>(row, sharpness, priors, row);
        var highest = TensorPrimitives.Max<float>(row);
        var (total, right) = (0.0, row[choice] - (double)highest);
        foreach (ref var value in row)
        {
            value = MathF.Exp(value - highest);
            total += value;
        }

        TensorPrimitives.Multiply(row, (float)(-1 / total), row);
        row[choice] += 1;
        return Math.Log(total) - right;
    }
}
