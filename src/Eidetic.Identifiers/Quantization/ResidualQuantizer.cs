using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// Approximates a vector by a sum of codebook entries, one a level (residual or stacked quantization; Juang and Gray 1982, beam encoding
/// as in Babenko and Lempitsky 2014). Immutable and safe to use from several threads.
/// </summary>
public sealed partial class ResidualQuantizer
{
    private readonly float[][] _halfNorms;

    // [level][earlier level]: float32 [codes of earlier, codes of level], dot products of their entries.
    private readonly float[][][] _cross;

    /// <summary>Makes a quantizer of stored codebooks, so that new vectors can be encoded without training.</summary>
    /// <param name="codebooks">For each level float32 [codes, dim]; at least one level, none empty, all of one length of vector.</param>
    /// <exception cref="ArgumentException">There is no level, a level is empty, or lengths differ.</exception>
    public ResidualQuantizer(IReadOnlyList<FeatureMatrix> codebooks)
    {
        ArgumentNullException.ThrowIfNull(codebooks);
        if (codebooks.Count == 0 || codebooks.Any(codebook => codebook.Rows == 0 || codebook.Dim != codebooks[0].Dim))
        {
            var found = string.Join(", ", codebooks.Select(codebook => $"[{codebook.Rows}, {codebook.Dim}]"));
            throw new ArgumentException(
                $"Expected codebooks [codes, dim] with one dim and at least one code each, got {found}.", nameof(codebooks));
        }

        Codebooks = [.. codebooks];
        _halfNorms = [.. codebooks.Select(NearestCentroids.HalfNorms)];
        _cross = new float[codebooks.Count][][];
        for (var level = 0; level < codebooks.Count; level++)
        {
            _cross[level] = [.. codebooks.Take(level).Select(earlier => Cross(earlier, codebooks[level]))];
        }
    }

    /// <summary>For each level float32 [codes, dim].</summary>
    public IReadOnlyList<FeatureMatrix> Codebooks { get; }

    /// <summary>Number of codes that name a vector.</summary>
    public int Levels => Codebooks.Count;

    /// <summary>Length of a vector.</summary>
    public int Dim => Codebooks[0].Dim;

    /// <summary>Encodes one vector.</summary>
    /// <param name="vector">float32 [dim].</param>
    /// <param name="beam">Partial codes kept at each level; 1, the default, takes the nearest entry level by level.</param>
    /// <returns>int [levels], each 0..codes-1 of its level.</returns>
    /// <exception cref="ArgumentException">The vector has another length, or the beam is below 1.</exception>
    public int[] Encode(ReadOnlySpan<float> vector, int beam = 1)
    {
        var states = Search(vector, beam, filter: null);
        return states[0].Codes;
    }

    /// <summary>Encodes many vectors on all cores.</summary>
    /// <param name="vectors">float32 [rows, dim].</param>
    /// <param name="beam">Partial codes kept at each level; 1, the default, takes the nearest entry level by level.</param>
    /// <param name="cancellationToken">Stops between blocks of rows.</param>
    /// <returns>For each row int [levels].</returns>
    /// <exception cref="ArgumentException">The vectors have another length, or the beam is below 1.</exception>
    public int[][] EncodeAll(FeatureMatrix vectors, int beam = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        Check(vectors.Dim, beam);
        var codes = new int[vectors.Rows][];
        RowBlocks.ForEach(vectors.Rows, (long)Codebooks.Sum(codebook => codebook.Rows) * Dim, (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                codes[row] = Encode(vectors[row], beam);
            }
        }, cancellationToken);
        return codes;
    }

    /// <summary>Rebuilds the vector that codes stand for; fewer codes than levels give the coarser approximation.</summary>
    /// <param name="codes">int, at most one a level.</param>
    /// <param name="vector">Receives float32 [dim].</param>
    /// <exception cref="ArgumentException">There are more codes than levels, a code is out of range, or the length differs.</exception>
    public void Decode(ReadOnlySpan<int> codes, Span<float> vector)
    {
        Check(vector.Length, beam: 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(codes.Length, Levels, nameof(codes));
        vector.Clear();
        for (var level = 0; level < codes.Length; level++)
        {
            if ((uint)codes[level] >= (uint)Codebooks[level].Rows)
            {
                throw new ArgumentException(
                    $"Expected a code of 0..{Codebooks[level].Rows - 1} at level {level}, got {codes[level]}.", nameof(codes));
            }

            TensorPrimitives.Add(vector, Codebooks[level][codes[level]], vector);
        }
    }

    /// <summary>Mean squared distance between vectors and what their codes rebuild.</summary>
    /// <param name="vectors">float32 [rows, dim], at least one row.</param>
    /// <param name="codes">For each row its codes.</param>
    public double Error(FeatureMatrix vectors, IReadOnlyList<int[]> codes)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(codes);
        var rebuilt = new float[Dim];
        var sum = 0.0;
        for (var row = 0; row < vectors.Rows; row++)
        {
            Decode(codes[row], rebuilt);
            sum += VectorMath.SquaredDistance(vectors[row], rebuilt);
        }

        return sum / vectors.Rows;
    }

    private void Check(int dim, int beam)
    {
        if (dim != Dim)
        {
            throw new ArgumentException($"Expected vectors of length {Dim}, got {dim}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(beam, 1);
    }

    private static float[] Cross(FeatureMatrix earlier, FeatureMatrix later)
    {
        var products = new float[earlier.Rows * later.Rows];
        VectorMath.Products(earlier.Values, later.Values, later.Dim, products);
        return products;
    }
}
