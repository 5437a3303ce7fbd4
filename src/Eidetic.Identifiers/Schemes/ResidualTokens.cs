using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// The tokens of residual identifiers: coarse codes <c>c17</c>, residual codes <c>r1_203</c>, <c>r2_9</c>…, suffixes <c>u0</c>…, in
/// this order, each with its codebook entry; suffixes have zero rows. Codebooks can be read back from a stored vocabulary and its vectors.
/// </summary>
internal sealed class ResidualTokens
{
    private const string SuffixPrefix = "u";

    private readonly int[] _starts;

    private ResidualTokens(ResidualQuantizer quantizer, int suffixes)
    {
        Quantizer = quantizer;
        Suffixes = suffixes;
        _starts = new int[quantizer.Levels + 1];
        for (var level = 0; level < quantizer.Levels; level++)
        {
            _starts[level + 1] = _starts[level] + quantizer.Codebooks[level].Rows;
        }
    }

    /// <summary>Level 0 holds the coarse codes.</summary>
    public ResidualQuantizer Quantizer { get; }

    /// <summary>Number of suffix tokens.</summary>
    public int Suffixes { get; }

    /// <summary>Tokens of a trained quantizer.</summary>
    public static ResidualTokens Of(ResidualQuantizer quantizer, int suffixes) => new(quantizer, suffixes);

    /// <summary>Reads the codebooks back.</summary>
    /// <exception cref="ArgumentException">The vocabulary is not of residual identifiers, or the vectors do not fit it.</exception>
    public static ResidualTokens Read(IdentifierVocabulary vocabulary, FeatureMatrix vectors)
    {
        if (vectors.Rows != vocabulary.Count)
        {
            throw new ArgumentException($"Expected a vector for each of {vocabulary.Count} tokens, got {vectors.Rows}.", nameof(vectors));
        }

        var codebooks = new List<FeatureMatrix>();
        var start = 0;
        while (CountOf(vocabulary, start, CodePrefix(codebooks.Count)) is > 0 and var codes)
        {
            codebooks.Add(new FeatureMatrix(vectors.Dim, vectors.Values.AsSpan(start * vectors.Dim, codes * vectors.Dim).ToArray()));
            start += codes;
        }

        var suffixes = CountOf(vocabulary, start, SuffixPrefix);
        if (codebooks.Count < 2 || start + suffixes != vocabulary.Count)
        {
            throw new ArgumentException(
                "Expected the tokens of residual identifiers (c0, … r1_0, … u0, …), " +
                $"got '{vocabulary.Names[Math.Min(start, vocabulary.Count - 1)]}'.", nameof(vocabulary));
        }

        return new ResidualTokens(new ResidualQuantizer(codebooks), suffixes);
    }

    /// <summary>Tokens of codes.</summary>
    public int[] Path(ReadOnlySpan<int> codes)
    {
        var path = new int[codes.Length];
        for (var level = 0; level < codes.Length; level++)
        {
            path[level] = _starts[level] + codes[level];
        }

        return path;
    }

    /// <summary>Token of a suffix.</summary>
    public int Suffix(int number) => _starts[^1] + number;

    /// <summary>Names of all tokens.</summary>
    public IdentifierVocabulary ToVocabulary()
    {
        var names = new List<string>();
        for (var level = 0; level < Quantizer.Levels; level++)
        {
            Append(names, CodePrefix(level), Quantizer.Codebooks[level].Rows);
        }

        Append(names, SuffixPrefix, Suffixes);
        return new IdentifierVocabulary(names);
    }

    /// <summary>float32 [vocab, dim].</summary>
    public FeatureMatrix ToVectors()
    {
        var vectors = new FeatureMatrix(_starts[^1] + Suffixes, Quantizer.Dim);
        for (var level = 0; level < Quantizer.Levels; level++)
        {
            Quantizer.Codebooks[level].Values.CopyTo(vectors.Values, _starts[level] * Quantizer.Dim);
        }

        return vectors;
    }

    private static string CodePrefix(int level) => level == 0 ? "c" : string.Create(CultureInfo.InvariantCulture, $"r{level}_");

    private static void Append(List<string> names, string prefix, int count)
    {
        for (var number = 0; number < count; number++)
        {
            names.Add(NameOf(prefix, number));
        }
    }

    private static int CountOf(IdentifierVocabulary vocabulary, int start, string prefix)
    {
        var count = 0;
        while (start + count < vocabulary.Count && vocabulary.Names[start + count] == NameOf(prefix, count))
        {
            count++;
        }

        return count;
    }

    private static string NameOf(string prefix, int number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
}
