using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>Chooses where centroids start.</summary>
internal static class KMeansSeeding
{
    // Measured on Flickr8k's captions: groups of 4 to 16 differ little, and all use a codebook about twice as evenly as single vectors.
    private const int GroupSize = 8;

    /// <summary>Chooses starting centroids.</summary>
    /// <returns>float32 [clusters, dim]; all distinct vectors where there are no more than were asked for.</returns>
    public static FeatureMatrix Choose(
        FeatureMatrix vectors, int clusters, KMeansStart start, Random random, CancellationToken cancellationToken)
    {
        var centroids = PlusPlus(vectors, clusters, random, cancellationToken);
        var groupSize = Math.Min(GroupSize, vectors.Rows / clusters);
        return start == KMeansStart.GroupMeans && centroids.Rows == clusters && groupSize > 1
            ? GroupMeans(vectors, clusters, groupSize, random)
            : centroids;
    }

    private static FeatureMatrix PlusPlus(FeatureMatrix vectors, int clusters, Random random, CancellationToken cancellationToken)
    {
        var chosen = new List<int>(Math.Min(clusters, vectors.Rows)) { random.Next(vectors.Rows) };
        var distances = new float[vectors.Rows];
        Array.Fill(distances, float.PositiveInfinity);
        while (chosen.Count < clusters)
        {
            var latest = chosen[^1];
            RowBlocks.ForEach(vectors.Rows, vectors.Dim, (start, end) =>
            {
                for (var row = start; row < end; row++)
                {
                    distances[row] = Math.Min(distances[row], VectorMath.SquaredDistance(vectors[row], vectors[latest]));
                }
            }, cancellationToken);
            if (Draw(distances, random) is not { } next)
                break; // Every vector equals a chosen one.

            chosen.Add(next);
        }

        var centroids = new FeatureMatrix(chosen.Count, vectors.Dim);
        for (var cluster = 0; cluster < chosen.Count; cluster++)
        {
            vectors[chosen[cluster]].CopyTo(centroids[cluster]);
        }

        return centroids;
    }

    private static FeatureMatrix GroupMeans(FeatureMatrix vectors, int clusters, int groupSize, Random random)
    {
        var centroids = new FeatureMatrix(clusters, vectors.Dim);
        for (var cluster = 0; cluster < clusters; cluster++)
        {
            for (var member = 0; member < groupSize; member++)
            {
                TensorPrimitives.Add(centroids[cluster], vectors[random.Next(vectors.Rows)], centroids[cluster]);
            }

            TensorPrimitives.Divide(centroids[cluster], groupSize, centroids[cluster]);
        }

        return centroids;
    }

    // A row in proportion to its weight, or null where all weights are zero.
    private static int? Draw(float[] weights, Random random)
    {
        var total = 0.0;
        foreach (var weight in weights)
        {
            total += weight;
        }

        var left = random.NextDouble() * total;
        int? last = null;
        for (var row = 0; row < weights.Length; row++)
        {
            if (weights[row] <= 0)
                continue;

            last = row;
            left -= weights[row];
            if (left < 0)
                break;
        }

        return last;
    }
}
