namespace Eidetic.Abstractions;

/// <summary>One identifier of one image. Schemes may give an image several (semantic: one for each caption).</summary>
/// <param name="Image">0-based index of the image in the request.</param>
/// <param name="Tokens">Tokens of the vocabulary, first to last; never empty.</param>
public sealed record ImageIdentifier(int Image, IReadOnlyList<int> Tokens);
