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
        FeatureMatrix vectors, ResidualQuantizerOptions options, CancellationToken cancellationToken = default)
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

        return quantizer;
    }

    // One round of coordinate descent: for fixed codes, the mean of the leftovers is each entry's best place.
    private ResidualQuantizer Refine(FeatureMatrix vectors, int beam, CancellationToken cancellationToken)
    {
        var codes = EncodeAll(vectors, beam, cancellationToken);
        var codebooks = Codebooks.Select(codebook => new FeatureMatrix(Dim, codebook.Values.AsSpan().ToArray())).ToArray();
        var leftover = new float[Dim];
        for (var level = 0; level < Levels; level++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sums = new FeatureMatrix(codebooks[level].Rows, Dim);
            var counts = new int[sums.Rows];
            for (var row = 0; row < vectors.Rows; row++)
            {
                vectors[row].CopyTo(leftover);
                for (var other = 0; other < Levels; other++)
                {
                    if (other != level)
                        TensorPrimitives.Subtract<float>(leftover, codebooks[other][codes[row][other]], leftover);
                }

                var code = codes[row][level];
                TensorPrimitives.Add(sums[code], leftover, sums[code]);
                counts[code]++;
            }

            for (var code = 0; code < counts.Length; code++)
            {
                if (counts[code] > 0)
                    TensorPrimitives.Divide(sums[code], counts[code], codebooks[level][code]);
            }
        }

        return new ResidualQuantizer(codebooks);
    }
}
