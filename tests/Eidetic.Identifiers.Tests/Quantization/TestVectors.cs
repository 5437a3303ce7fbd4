using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

/// <summary>Vectors for tests, all from seeds.</summary>
internal static class TestVectors
{
    /// <summary>Unit vectors in uniformly random directions.</summary>
    public static FeatureMatrix Random(int rows, int dim, int seed = 1) => Blobs(rows, dim, blobs: rows, spread: 0, seed);

    /// <summary>Unit vectors around random directions; row r belongs to blob r % blobs.</summary>
    public static FeatureMatrix Blobs(int rows, int dim, int blobs, double spread, int seed = 1)
    {
        var random = new Random(seed);
        var centers = new FeatureMatrix(blobs, dim);
        Fill(centers, random);
        var vectors = new FeatureMatrix(rows, dim);
        var noise = new FeatureMatrix(1, dim);
        for (var row = 0; row < rows; row++)
        {
            Fill(noise, random);
            for (var axis = 0; axis < dim; axis++)
            {
                vectors[row][axis] = centers[row % blobs][axis] + (float)spread * noise[0][axis];
            }

            Normalize(vectors[row]);
        }

        return vectors;
    }

    /// <summary>Equal rows.</summary>
    public static FeatureMatrix Same(int rows, int dim)
    {
        var vectors = new FeatureMatrix(rows, dim);
        for (var row = 0; row < rows; row++)
        {
            vectors[row][0] = 1;
        }

        return vectors;
    }

    /// <summary>Rows of given values.</summary>
    public static FeatureMatrix Of(params float[][] rows) => new(rows[0].Length, [.. rows.SelectMany(row => row)]);

    private static void Fill(FeatureMatrix matrix, Random random)
    {
        for (var row = 0; row < matrix.Rows; row++)
        {
            foreach (ref var value in matrix[row])
            {
                value = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            }

            Normalize(matrix[row]);
        }
    }

    private static void Normalize(Span<float> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += value * value;
        }

        foreach (ref var value in vector)
        {
            value /= (float)Math.Sqrt(sum);
        }
    }
}
