using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>k-means++ seeding: each next centroid is a vector drawn in proportion to its squared distance from those chosen so far.</summary>
internal static class KMeansSeeding
{
    /// <summary>Chooses starting centroids.</summary>
    /// <returns>float32 [clusters, dim]; all distinct vectors where there are no more than were asked for.</returns>
    public static FeatureMatrix Choose(FeatureMatrix vectors, int clusters, Random random, CancellationToken cancellationToken)
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
            if (Draw(distances, random) is not { } row)
                break; // Every vector equals a chosen one.

            chosen.Add(row);
        }

        var centroids = new FeatureMatrix(chosen.Count, vectors.Dim);
        for (var cluster = 0; cluster < chosen.Count; cluster++)
        {
            vectors[chosen[cluster]].CopyTo(centroids[cluster]);
        }

        return centroids;
    }

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
