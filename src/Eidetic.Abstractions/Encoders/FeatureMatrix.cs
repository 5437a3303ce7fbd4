namespace Eidetic.Abstractions;

/// <summary>Vectors of one length, one a row, in one block of memory: what encoders return and schemes and rankings read.</summary>
public sealed class FeatureMatrix
{
    /// <summary>Takes ownership of the values.</summary>
    /// <param name="dim">Length of a row, at least 1.</param>
    /// <param name="values">float32 [rows, dim], row by row.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of <paramref name="dim"/>.</exception>
    public FeatureMatrix(int dim, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dim);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length % dim != 0)
        {
            throw new ArgumentException($"Expected a multiple of {dim} values, got {values.Length}.", nameof(values));
        }

        Dim = dim;
        Values = values;
        Rows = values.Length / dim;
    }

    /// <summary>A matrix of zeros.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="dim">Length of a row.</param>
    public FeatureMatrix(int rows, int dim) : this(dim, new float[checked(rows * dim)])
    {
    }

    /// <summary>Length of a row.</summary>
    public int Dim { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>float32 [rows, dim], row by row.</summary>
    public float[] Values { get; }

    /// <summary>Row <paramref name="row"/>, float32 [dim]; a view, not a copy.</summary>
    /// <param name="row">0-based row.</param>
    public Span<float> this[int row] => Values.AsSpan(row * Dim, Dim);
}
