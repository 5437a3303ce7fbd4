using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests;

/// <summary>A compact backbone of a few thousand weights, and random vectors for it.</summary>
internal static class TinyCompact
{
    public static CompactOptions Options { get; } = new()
    {
        ImageDim = 12,
        TextDim = 10,
        SharedDim = 16,
        ProjectionHidden = 32,
        Dim = 32,
        Layers = 2,
        Heads = 4,
        PrefixTokens = 2,
        Vocabulary = 9,
        MaxIdentifierLength = 4,
        DirectDim = 6,
    };

    public static CompactBackbone Create(CompactOptions? options = null, int seed = 5)
    {
        // Two threads on a thousand weights only wait for each other.
        TorchRuntime.SetThreads(1);
        return new CompactBackbone(options ?? Options, TorchSharp.torch.CPU, seed);
    }

    public static FeatureMatrix Random(int rows, int dim, int seed)
    {
        var random = new Random(seed);
        var matrix = new FeatureMatrix(rows, dim);
        for (var i = 0; i < matrix.Values.Length; i++)
        {
            matrix.Values[i] = (float)(random.NextDouble() * 2 - 1);
        }

        return matrix;
    }

    public static FeatureMatrix RandomUnit(int rows, int dim, int seed)
    {
        var matrix = Random(rows, dim, seed);
        for (var row = 0; row < rows; row++)
        {
            var norm = MathF.Sqrt(matrix[row].ToArray().Sum(v => v * v));
            for (var i = 0; i < dim; i++)
            {
                matrix[row][i] /= norm;
            }
        }

        return matrix;
    }
}
