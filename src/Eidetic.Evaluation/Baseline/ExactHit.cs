namespace Eidetic.Evaluation;

/// <summary>An image the exact index found.</summary>
/// <param name="Image">0-based index of the image.</param>
/// <param name="Cosine">Cosine of the image's vector and the query's, -1..1 within rounding.</param>
public readonly record struct ExactHit(int Image, float Cosine);
