using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Takes rows out of matrices.</summary>
internal static class MatrixRows
{
    /// <returns>float32 [rows, dim], a copy.</returns>
    public static FeatureMatrix Slice(this FeatureMatrix matrix, int start, int rows) =>
        new(matrix.Dim, matrix.Values[(start * matrix.Dim)..((start + rows) * matrix.Dim)]);

    /// <returns>float32 [rows, dim], a copy of the rows in the given order.</returns>
    public static FeatureMatrix Pick(this FeatureMatrix matrix, IReadOnlyList<int> rows)
    {
        var picked = new FeatureMatrix(rows.Count, matrix.Dim);
        for (var place = 0; place < rows.Count; place++)
        {
            matrix[rows[place]].CopyTo(picked[place]);
        }

        return picked;
    }
}
