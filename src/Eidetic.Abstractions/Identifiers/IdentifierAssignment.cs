namespace Eidetic.Abstractions;

/// <summary>
/// What a scheme decided: the vocabulary, every image's identifiers, and how the tokens' embeddings start.
/// Identifiers are distinct and prefix-free (none is the beginning of another), so a leaf of their trie is a whole identifier.
/// </summary>
public sealed record IdentifierAssignment
{
    /// <summary>The tokens.</summary>
    public required IdentifierVocabulary Vocabulary { get; init; }

    /// <summary>At least one identifier for every image.</summary>
    public required IReadOnlyList<ImageIdentifier> Identifiers { get; init; }

    /// <summary>
    /// float32 [vocab, dim] in the shared space, where the embeddings of the tokens start (codebook entries, centroids, image
    /// vectors); zero rows for tokens without a place there. Null when no token has one.
    /// </summary>
    public FeatureMatrix? TokenVectors { get; init; }

    /// <summary>True when identifiers are single tokens that are scored by one masked softmax over the images (atomic).</summary>
    public bool IsAtomic { get; init; }
}
