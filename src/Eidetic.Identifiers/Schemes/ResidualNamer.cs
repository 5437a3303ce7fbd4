using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// Names new images by residual identifiers from their vectors alone, by the codebooks a memory keeps as its vocabulary and token vectors.
/// Immutable and safe to use from several threads.
/// </summary>
public sealed class ResidualNamer
{
    private const int Widening = 8;

    private const int WidestBeam = 4096;

    private readonly ResidualTokens _tokens;
    private readonly IdentifierSchemeOptions _options;

    /// <summary>Reads the codebooks.</summary>
    /// <param name="vocabulary">The vocabulary of a <c>residual</c> assignment.</param>
    /// <param name="tokenVectors">float32 [vocab, dim], its token vectors as they were assigned (not as they were trained).</param>
    /// <param name="options">
    /// <see cref="IdentifierSchemeOptions.EncodingBeam"/> and <see cref="IdentifierSchemeOptions.Compact"/> count: without the latter a new
    /// identifier takes all codes, which leaves more room for images to come. Null for the defaults.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The vocabulary is not of residual identifiers, the vectors do not fit it, or an option is out of range.
    /// </exception>
    public ResidualNamer(IdentifierVocabulary vocabulary, FeatureMatrix tokenVectors, IdentifierSchemeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(tokenVectors);
        _options = options ?? new IdentifierSchemeOptions();
        _options.Check();
        _tokens = ResidualTokens.Read(vocabulary, tokenVectors);
    }

    /// <summary>
    /// Names one image: its own codes where they are free, else the nearest that are. The caller adds the identifier to those in use before
    /// it names the next image.
    /// </summary>
    /// <param name="vector">float32 [dim], unit length, in the shared space.</param>
    /// <param name="lookup">Knows the identifiers in use, which must be prefix-free; they stay so with the new one.</param>
    /// <returns>
    /// Tokens of the vocabulary, or null when the codes near the vector are all in use: time to name the collection anew.
    /// </returns>
    /// <exception cref="ArgumentException">The vector has another length.</exception>
    public IReadOnlyList<int>? Name(ReadOnlySpan<float> vector, IdentifierPathLookup lookup)
    {
        ArgumentNullException.ThrowIfNull(lookup);
        for (var beam = _options.EncodingBeam; ; beam *= Widening)
        {
            // Behind a leaf nothing can be named, so the beam goes around it.
            foreach (var state in _tokens.Quantizer.Search(vector, beam, codes => lookup(_tokens.Path(codes)) != IdentifierPathUse.Leaf))
            {
                if (Identifier(state.Codes, lookup) is { } identifier)
                    return identifier;
            }

            if (beam >= WidestBeam)
                return null;
        }
    }

    // The identifier that codes give, or null where they are in use.
    private int[]? Identifier(int[] codes, IdentifierPathLookup lookup)
    {
        var path = _tokens.Path(codes);
        for (var length = 1; length <= path.Length; length++)
        {
            var use = lookup(path.AsSpan(0, length));
            if (use == IdentifierPathUse.Leaf)
                return null;

            if (use == IdentifierPathUse.Free)
                return _options.Compact && length < path.Length ? path[..Math.Max(length, ResidualScheme.ShortestCut)] : path;
        }

        for (var number = 0; number < _tokens.Suffixes; number++)
        {
            int[] suffixed = [.. path, _tokens.Suffix(number)];
            if (lookup(suffixed) == IdentifierPathUse.Free)
                return suffixed;
        }

        return null;
    }
}
