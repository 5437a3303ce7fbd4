using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Takes consecutive rows out of a matrix.</summary>
internal static class MatrixRows
{
    /// <returns>float32 [rows, dim], a copy.</returns>
    public static FeatureMatrix Slice(this FeatureMatrix matrix, int start, int rows) =>
        new(matrix.Dim, matrix.Values[(start * matrix.Dim)..((start + rows) * matrix.Dim)]);
}
