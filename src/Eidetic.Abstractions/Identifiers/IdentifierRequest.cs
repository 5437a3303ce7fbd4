namespace Eidetic.Abstractions;

/// <summary>The images a scheme names, each known by key, vector and captions; the lists run in parallel.</summary>
public sealed record IdentifierRequest
{
    /// <summary>Keys of the images, ordered.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>float32 [images, dim], unit rows in the shared text-aligned space.</summary>
    public required FeatureMatrix Vectors { get; init; }

    /// <summary>For each image its captions or pseudo-captions, possibly none.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Captions { get; init; }

    /// <summary>
    /// float32 [all captions, dim]: the captions of all images, one image after the other, in the space of <see cref="Vectors"/>; rows of zeros
    /// say nothing. Null, the default, where a scheme is not to learn from captions.
    /// </summary>
    public FeatureMatrix? CaptionVectors { get; init; }

    /// <summary>
    /// Cuts a text into the names of a language model's tokens, for schemes that write identifiers as text (string, semantic); null for the
    /// scheme's own way.
    /// </summary>
    public Func<string, IReadOnlyList<string>>? CutText { get; init; }

    /// <summary>Same request and seed, same identifiers.</summary>
    public int Seed { get; init; }
}
