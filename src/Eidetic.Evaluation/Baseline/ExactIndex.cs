using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Evaluation;

/// <summary>
/// The dual-encoder baseline: every image's vector is compared with the query's, in float32 and without approximation. Images are ordered
/// by falling cosine, equal ones by rising index. A vector of zeros has cosine 0 with everything. Immutable and safe to use from several
/// threads; batches run on all cores and give exactly what their queries give one by one.
/// </summary>
public sealed class ExactIndex
{
    // 32 queries and 64 rows of 512 values are 192 KiB: they stay in a core's second-level cache while every pair is multiplied.
    private const int QueryBlock = 32;
    private const int RowBlock = 64;

    private readonly FeatureMatrix _rows;
    private readonly int[] _images;

    /// <summary>Copies the vectors and scales each to unit length.</summary>
    /// <param name="vectors">float32 [images, dim], one row an image; at least one.</param>
    /// <exception cref="ArgumentException">There is no row, or a value is not finite.</exception>
    public ExactIndex(FeatureMatrix vectors) : this(UnitRows(vectors, nameof(vectors)), [.. Enumerable.Range(0, vectors.Rows)])
    {
    }

    private ExactIndex(FeatureMatrix rows, int[] images)
    {
        if (images.Length == 0)
            throw new ArgumentException("Expected at least one image, got none.", nameof(images));
        _rows = rows;
        _images = images;
    }

    /// <summary>Number of images that can be found.</summary>
    public int Count => _images.Length;

    /// <summary>Length of a vector.</summary>
    public int Dim => _rows.Dim;

    /// <summary>An index of some of the images, which keep their numbers: what <c>--candidates</c> asks.</summary>
    /// <param name="candidates">Images of this index in any order; repetitions count once.</param>
    /// <exception cref="ArgumentException">There is no candidate, or one is not an image of this index.</exception>
    public ExactIndex Restrict(IEnumerable<int> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var images = candidates.Distinct().Order().ToArray();
        var rows = new FeatureMatrix(images.Length, Dim);
        for (var row = 0; row < images.Length; row++)
        {
            var image = images[row];
            var from = RowOf(image)
                ?? throw new ArgumentOutOfRangeException(nameof(candidates), image, $"Expected images of this index, got {image}.");
            _rows[from].CopyTo(rows[row]);
        }

        return new ExactIndex(rows, images);
    }

    /// <summary>The 1-based place of an image in the whole ranking for a query, or null when it is not one of this index.</summary>
    /// <param name="query">float32 [dim], of any length but finite.</param>
    /// <param name="relevant">The image looked for.</param>
    /// <exception cref="ArgumentException">The query has another dimension or is not finite.</exception>
    public int? Rank(ReadOnlySpan<float> query, int relevant) => RankAll(new FeatureMatrix(query.Length, query.ToArray()), [relevant])[0];

    /// <summary>For each query the 1-based place of its image in the whole ranking, or null where it is not one of this index.</summary>
    /// <param name="queries">float32 [queries, dim].</param>
    /// <param name="relevant">For each query the image looked for.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a query has another dimension or is not finite.</exception>
    public IReadOnlyList<int?> RankAll(FeatureMatrix queries, IReadOnlyList<int> relevant)
    {
        var units = Units(queries);
        ArgumentNullException.ThrowIfNull(relevant);
        if (relevant.Count != units.Rows)
            throw new ArgumentException($"Expected an image for each of {units.Rows} queries, got {relevant.Count}.", nameof(relevant));

        var targets = relevant.Select(RowOf).ToArray();
        var scores = targets.Select((row, query) => row is { } target ? TensorPrimitives.Dot(_rows[target], units[query]) : 0).ToArray();
        var better = new int[units.Rows];
        ForEachPair(units, (query, row, score) =>
        {
            if (score > scores[query] || (score == scores[query] && row < targets[query]))
                better[query]++;
        });
        return [.. targets.Select((row, query) => row is null ? (int?)null : better[query] + 1)];
    }

    /// <summary>The best images for a query.</summary>
    /// <param name="query">float32 [dim], of any length but finite.</param>
    /// <param name="k">How many at most, at least 1.</param>
    /// <returns>Best first; fewer than <paramref name="k"/> only when the index is smaller.</returns>
    /// <exception cref="ArgumentException">The query has another dimension or is not finite, or <paramref name="k"/> is below 1.
    /// </exception>
    public IReadOnlyList<ExactHit> Top(ReadOnlySpan<float> query, int k) => TopAll(new FeatureMatrix(query.Length, query.ToArray()), k)[0];

    /// <summary>For each query its best images.</summary>
    /// <param name="queries">float32 [queries, dim].</param>
    /// <param name="k">How many at most for each query, at least 1.</param>
    /// <exception cref="ArgumentException">A query has another dimension or is not finite, or <paramref name="k"/> is below 1.</exception>
    public IReadOnlyList<IReadOnlyList<ExactHit>> TopAll(FeatureMatrix queries, int k)
    {
        var units = Units(queries);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var best = new BestHits[units.Rows];
        for (var query = 0; query < best.Length; query++)
            best[query] = new BestHits(Math.Min(k, Count));

        ForEachPair(units, (query, row, score) => best[query].Offer(_images[row], score));
        return [.. best.Select(list => list.Hits)];
    }

    /// <summary>Visits every pair; a query's rows come in rising order and on one thread.</summary>
    private void ForEachPair(FeatureMatrix units, Action<int, int, float> visit)
    {
        var blocks = (units.Rows + QueryBlock - 1) / QueryBlock;
        if (blocks == 1)
            Visit(0);
        else
            Parallel.For(0, blocks, Visit);

        void Visit(int block)
        {
            var lastQuery = Math.Min((block + 1) * QueryBlock, units.Rows);
            for (var firstRow = 0; firstRow < Count; firstRow += RowBlock)
            {
                var lastRow = Math.Min(firstRow + RowBlock, Count);
                for (var query = block * QueryBlock; query < lastQuery; query++)
                {
                    ReadOnlySpan<float> unit = units[query];
                    for (var row = firstRow; row < lastRow; row++)
                        visit(query, row, TensorPrimitives.Dot(_rows[row], unit));
                }
            }
        }
    }

    private FeatureMatrix Units(FeatureMatrix queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        if (queries.Dim != Dim)
            throw new ArgumentException($"Expected queries of dimension {Dim}, got {queries.Dim}.", nameof(queries));
        return UnitRows(queries, nameof(queries));
    }

    private int? RowOf(int image) => Array.BinarySearch(_images, image) is >= 0 and var row ? row : null;

    private static FeatureMatrix UnitRows(FeatureMatrix vectors, string parameter)
    {
        ArgumentNullException.ThrowIfNull(vectors, parameter);
        var units = new FeatureMatrix(vectors.Rows, vectors.Dim);
        for (var row = 0; row < vectors.Rows; row++)
        {
            var norm = TensorPrimitives.Norm<float>(vectors[row]);
            if (!float.IsFinite(norm))
                throw new ArgumentException($"Expected finite values, got others in row {row}.", parameter);
            if (norm > 0)
                TensorPrimitives.Divide(vectors[row], norm, units[row]);
        }

        return units;
    }
}
