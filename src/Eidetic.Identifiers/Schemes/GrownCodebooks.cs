using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// Codebooks of residual identifiers with more coarse codes than before, learned from images that came later, so that these begin where they lie and
/// not where others do. Codes that were there keep their names and vectors; their token numbers may change.
/// </summary>
public sealed class GrownCodebooks
{
    private GrownCodebooks(ResidualTokens tokens, int first, int count, int vocabularyBefore)
    {
        (Vocabulary, TokenVectors, FirstNew, New) = (tokens.ToVocabulary(), tokens.ToVectors(), first, count);
        TokenOf = [.. Enumerable.Range(0, vocabularyBefore).Select(token => token < first ? token : token + count)];
    }

    /// <summary>The grown vocabulary.</summary>
    public IdentifierVocabulary Vocabulary { get; }

    /// <summary>float32 [vocab, dim]: its token vectors.</summary>
    public FeatureMatrix TokenVectors { get; }

    /// <summary>The first new token; the others follow it.</summary>
    public int FirstNew { get; }

    /// <summary>Number of new tokens.</summary>
    public int New { get; }

    /// <summary>For each token of the vocabulary before, its number now.</summary>
    public IReadOnlyList<int> TokenOf { get; }

    /// <summary>Grows codebooks.</summary>
    /// <param name="vocabulary">The vocabulary of a <c>residual</c> assignment.</param>
    /// <param name="tokenVectors">float32 [vocab, dim]: its token vectors as they were assigned.</param>
    /// <param name="vectors">float32 [images, dim], at least one: what came later.</param>
    /// <param name="seed">Randomness.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The vocabulary is not of residual identifiers, or vectors do not fit it.</exception>
    public static GrownCodebooks Grow(
        IdentifierVocabulary vocabulary, FeatureMatrix tokenVectors, FeatureMatrix vectors, int seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(tokenVectors);
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.Dim != tokenVectors.Dim)
        {
            throw new ArgumentException($"Expected vectors of length {tokenVectors.Dim}, as tokens have, got {vectors.Dim}.", nameof(vectors));
        }

        var before = ResidualTokens.Read(vocabulary, tokenVectors);
        var coarse = before.Quantizer.Codebooks[0];
        var clusters = KMeans.Cluster(vectors, new KMeansOptions { Clusters = ResidualScheme.CoarseCodes(vectors.Rows), Seed = seed }, cancellationToken).Centroids;
        var quantizer = new ResidualQuantizer(
            [new FeatureMatrix(coarse.Dim, [.. coarse.Values, .. clusters.Values]), .. Enumerable.Range(1, before.Quantizer.Levels - 1).Select(level => before.Quantizer.Codebooks[level])]);
        return new GrownCodebooks(ResidualTokens.Of(quantizer, before.Suffixes), coarse.Rows, clusters.Rows, vocabulary.Count);
    }
}
