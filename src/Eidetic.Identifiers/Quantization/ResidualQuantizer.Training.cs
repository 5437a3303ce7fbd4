using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

public sealed partial class ResidualQuantizer
{
    /// <summary>Learns codebooks: each level by k-means over what the levels before it leave over, then, if asked, all jointly.</summary>
    /// <remarks>The first level starts by k-means++; residuals have no clusters to find, so later levels start at group means.</remarks>
    /// <param name="vectors">float32 [rows, dim], at least one row, all finite.</param>
    /// <param name="options">Sizes, limits and seed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">There is no vector, or an option is out of range.</exception>
    public static ResidualQuantizer Train(
        FeatureMatrix vectors, ResidualQuantizerOptions options, CancellationToken cancellationToken = default) =>
        Train(vectors, options, captions: null, cancellationToken);

    /// <summary>Learns codebooks, which captions then make tell their images apart, if there are any.</summary>
    internal static ResidualQuantizer Train(
        FeatureMatrix vectors, ResidualQuantizerOptions options, CodebookContrast? captions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Refinements, nameof(options.Refinements));
        if (options.CodebookSizes.Count == 0)
        {
            throw new ArgumentException("Expected at least one level of codes, got none.", nameof(options));
        }

        var rest = new FeatureMatrix(vectors.Dim, vectors.Values.AsSpan().ToArray());
        var codebooks = new List<FeatureMatrix>();
        foreach (var size in options.CodebookSizes)
        {
            var level = codebooks.Count;
            var clusters = KMeans.Cluster(rest, new KMeansOptions
            {
                Clusters = size,
                Start = level == 0 ? KMeansStart.PlusPlus : KMeansStart.GroupMeans,
                MaxIterations = options.MaxIterations,
                Seed = SeedSequence.Child(options.Seed, level),
            }, cancellationToken);
            codebooks.Add(clusters.Centroids);
            for (var row = 0; row < rest.Rows; row++)
            {
                TensorPrimitives.Subtract(rest[row], clusters.Centroids[clusters.Labels[row]], rest[row]);
            }
        }

        var quantizer = new ResidualQuantizer(codebooks);
        for (var round = 0; round < options.Refinements; round++)
        {
            quantizer = quantizer.Refine(vectors, options.Beam, cancellationToken);
        }

        quantizer = captions?.Learn(quantizer, vectors, options.Beam, cancellationToken) ?? quantizer;
        return options.RevivesCodes ? quantizer.Revive(vectors, options.Beam, cancellationToken) : quantizer;
    }

    // One round of coordinate descent: for fixed codes, the mean of the leftovers is each entry's best place.
    private ResidualQuantizer Refine(FeatureMatrix vectors, int beam, CancellationToken cancellationToken)
    {
        var codes = EncodeAll(vectors, beam, cancellationToken);
        var codebooks = Codebooks.Select(codebook => new FeatureMatrix(Dim, codebook.Values.AsSpan().ToArray())).ToArray();
        for (var level = 0; level < Levels; level++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            codebooks[level] = Means(codebooks, vectors, codes, level).Means;
        }

        return new ResidualQuantizer(codebooks);
    }

    /// <summary>What the other levels leave over of each code's vectors, on average.</summary>
    /// <param name="codebooks">For each level float32 [codes, dim].</param>
    /// <param name="vectors">float32 [rows, dim].</param>
    /// <param name="codes">For each row its codes.</param>
    /// <param name="level">The level.</param>
    /// <returns>float32 [codes, dim], unused codes as they are; and how many vectors each code names.</returns>
    internal static (FeatureMatrix Means, int[] Counts) Means(IReadOnlyList<FeatureMatrix> codebooks, FeatureMatrix vectors, int[][] codes, int level)
    {
        var own = codebooks[level];
        var (means, counts, leftover) = (new FeatureMatrix(own.Rows, own.Dim), new int[own.Rows], new float[own.Dim]);
        for (var row = 0; row < vectors.Rows; row++)
        {
            Leftover(codebooks, vectors[row], codes[row], level, leftover);
            var code = codes[row][level];
            TensorPrimitives.Add(means[code], leftover, means[code]);
            counts[code]++;
        }

        for (var code = 0; code < counts.Length; code++)
        {
            if (counts[code] > 0)
                TensorPrimitives.Divide(means[code], counts[code], means[code]);
            else
                own[code].CopyTo(means[code]);
        }

        return (means, counts);
    }

    /// <summary>What all levels but one leave over of a vector.</summary>
    internal static void Leftover(IReadOnlyList<FeatureMatrix> codebooks, ReadOnlySpan<float> vector, int[] codes, int level, Span<float> leftover)
    {
        vector.CopyTo(leftover);
        for (var other = 0; other < codebooks.Count; other++)
        {
            if (other != level)
                TensorPrimitives.Subtract(leftover, codebooks[other][codes[other]], leftover);
        }
    }
}
