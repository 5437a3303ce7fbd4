using System.Buffers;
using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>Finds the nearest centroid of many vectors; of equally near ones, the first.</summary>
internal static class NearestCentroids
{
    /// <summary>Labels every vector.</summary>
    /// <param name="vectors">float32 [rows, dim].</param>
    /// <param name="centroids">float32 [clusters, dim], at least one.</param>
    /// <param name="labels">Receives int [rows], 0..clusters-1.</param>
    /// <param name="distances">Receives float32 [rows], squared distances, exactly 0 at a centroid.</param>
    /// <param name="cancellationToken">Stops between blocks of rows.</param>
    public static void Find(
        FeatureMatrix vectors, FeatureMatrix centroids, int[] labels, float[] distances, CancellationToken cancellationToken)
    {
        var clusters = centroids.Rows;
        var halfNorms = HalfNorms(centroids);
        RowBlocks.ForEach(vectors.Rows, (long)clusters * vectors.Dim, FindBlock, cancellationToken);

        void FindBlock(int start, int end)
        {
            var rented = ArrayPool<float>.Shared.Rent((end - start) * clusters);
            var products = rented.AsSpan(0, (end - start) * clusters);
            var rows = vectors.Values.AsSpan(start * vectors.Dim, (end - start) * vectors.Dim);
            VectorMath.Products(rows, centroids.Values, vectors.Dim, products);
            for (var row = start; row < end; row++)
            {
                var closeness = products.Slice((row - start) * clusters, clusters);
                TensorPrimitives.Subtract(closeness, halfNorms, closeness);
                labels[row] = TensorPrimitives.IndexOfMax(closeness);
                distances[row] = VectorMath.SquaredDistance(vectors[row], centroids[labels[row]]);
            }

            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Half the squared length of every row: x·c - |c|²/2 is largest at the nearest c.</summary>
    public static float[] HalfNorms(FeatureMatrix centroids)
    {
        var halfNorms = new float[centroids.Rows];
        for (var row = 0; row < centroids.Rows; row++)
        {
            halfNorms[row] = VectorMath.Dot(centroids[row], centroids[row]) / 2;
        }

        return halfNorms;
    }
}
