using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Projects many vectors, a chunk at a time.</summary>
internal static class SharedVectors
{
    private const int ChunkRows = 1024;

    /// <param name="tower">In eval mode.</param>
    /// <param name="features">float32 [rows, expectedDim].</param>
    /// <param name="expectedDim">Length of a row the tower takes.</param>
    /// <param name="device">Where the tower is.</param>
    /// <returns>float32 [rows, sharedDim], unit rows.</returns>
    public static FeatureMatrix Project(ProjectionTower tower, FeatureMatrix features, int expectedDim, Device device)
    {
        if (features.Dim != expectedDim)
        {
            throw new ArgumentException($"Expected [rows, {expectedDim}], got [{features.Rows}, {features.Dim}].", nameof(features));
        }

        return Map(features, device, tower.call);
    }

    /// <summary>Runs a function over all rows.</summary>
    /// <param name="features">float32 [rows, dim], at least one row.</param>
    /// <param name="device">Where the function computes.</param>
    /// <param name="project">From float32 [some rows, dim] to float32 [those rows, another dim].</param>
    /// <returns>float32 [rows, another dim].</returns>
    public static FeatureMatrix Map(FeatureMatrix features, Device device, Func<Tensor, Tensor> project)
    {
        using var noGrad = no_grad();
        float[]? output = null;
        var dim = 0;
        for (var start = 0; start < features.Rows; start += ChunkRows)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(ChunkRows, features.Rows - start);
            var chunk = TorchCopies.Copy(features.Values[(start * features.Dim)..((start + rows) * features.Dim)], device, rows, features.Dim);
            var projected = project(chunk).cpu();                                     // [rows, another dim]
            dim = (int)projected.shape[1];
            output ??= new float[features.Rows * dim];
            projected.data<float>().CopyTo(output.AsSpan(start * dim, rows * dim));
        }

        return output is null ? throw new ArgumentException("Expected at least one row, got none.", nameof(features)) : new FeatureMatrix(dim, output);
    }
}
