using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// Lloyd's k-means (1982), by default with k-means++ seeding (Arthur and Vassilvitskii 2007). A cluster that loses all its vectors restarts
/// at the vector farthest from its centroid. Runs on all cores; the same seed gives the same bytes on the same machine, whatever the
/// threads do.
/// </summary>
public static class KMeans
{
    /// <summary>Clusters vectors by squared Euclidean distance.</summary>
    /// <param name="vectors">float32 [rows, dim], at least one row, all finite.</param>
    /// <param name="options">Number of clusters, limits and seed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>At most <see cref="KMeansOptions.Clusters"/> clusters: fewer where there are fewer distinct vectors.</returns>
    /// <exception cref="ArgumentException">There is no vector, or an option is out of range.</exception>
    public static KMeansResult Cluster(FeatureMatrix vectors, KMeansOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(options);
        Check(vectors, options);

        var centroids = KMeansSeeding.Choose(vectors, options.Clusters, options.Start, new Random(options.Seed), cancellationToken);
        var (labels, previous) = (new int[vectors.Rows], new int[vectors.Rows]);
        var distances = new float[vectors.Rows];
        NearestCentroids.Find(vectors, centroids, labels, distances, cancellationToken);
        var inertia = Sum(distances);
        var (iterations, converged) = (0, false);
        while (!converged && iterations < options.MaxIterations)
        {
            labels.CopyTo(previous, 0);
            RestartEmpty(labels, distances, centroids.Rows);
            Move(vectors, labels, centroids, cancellationToken);
            NearestCentroids.Find(vectors, centroids, labels, distances, cancellationToken);
            var lower = Sum(distances);
            converged = labels.AsSpan().SequenceEqual(previous)
                || (lower <= inertia && inertia - lower < options.Tolerance * inertia);
            inertia = lower;
            iterations++;
        }

        return new KMeansResult { Centroids = centroids, Labels = labels, Inertia = inertia, Iterations = iterations, Converged = converged };
    }

    private static void Check(FeatureMatrix vectors, KMeansOptions options)
    {
        if (vectors.Rows == 0)
        {
            throw new ArgumentException("Expected at least one vector to cluster, got none.", nameof(vectors));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.Clusters, 1, nameof(options.Clusters));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1, nameof(options.MaxIterations));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Tolerance, nameof(options.Tolerance));
    }

    // The farthest vectors of clusters that can spare one move into the empty clusters, the farthest first.
    private static void RestartEmpty(int[] labels, float[] distances, int clusters)
    {
        var sizes = Sizes(labels, clusters);
        for (var cluster = 0; cluster < clusters; cluster++)
        {
            if (sizes[cluster] > 0)
                continue;

            var farthest = -1;
            for (var row = 0; row < labels.Length; row++)
            {
                if (distances[row] > 0 && sizes[labels[row]] > 1 && (farthest < 0 || distances[row] > distances[farthest]))
                    farthest = row;
            }

            if (farthest < 0)
                return;

            sizes[labels[farthest]]--;
            sizes[cluster]++;
            labels[farthest] = cluster;
            distances[farthest] = 0;
        }
    }

    // Each centroid sums its members in the order of the rows, so that threads cannot change the rounding.
    private static void Move(FeatureMatrix vectors, int[] labels, FeatureMatrix centroids, CancellationToken cancellationToken)
    {
        var clusters = centroids.Rows;
        var sizes = Sizes(labels, clusters);
        var starts = new int[clusters + 1];
        for (var cluster = 0; cluster < clusters; cluster++)
        {
            starts[cluster + 1] = starts[cluster] + sizes[cluster];
        }

        var members = new int[labels.Length];
        var next = starts.AsSpan(0, clusters).ToArray();
        for (var row = 0; row < labels.Length; row++)
        {
            members[next[labels[row]]++] = row;
        }

        Parallel.For(0, clusters, new ParallelOptions { CancellationToken = cancellationToken }, cluster =>
        {
            if (sizes[cluster] == 0)
                return;

            var centroid = centroids[cluster];
            centroid.Clear();
            foreach (var row in members.AsSpan(starts[cluster], sizes[cluster]))
            {
                TensorPrimitives.Add(centroid, vectors[row], centroid);
            }

            TensorPrimitives.Divide(centroid, sizes[cluster], centroid);
        });
    }

    private static int[] Sizes(int[] labels, int clusters)
    {
        var sizes = new int[clusters];
        foreach (var label in labels)
        {
            sizes[label]++;
        }

        return sizes;
    }

    private static double Sum(float[] distances)
    {
        var sum = 0.0;
        foreach (var distance in distances)
        {
            sum += distance;
        }

        return sum;
    }
}
