namespace Eidetic.Retrieval;

/// <summary>An answer whose worth is known.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Image">The image that was meant, whether or not it was found; null where the images that could be named hold no answer.</param>
public sealed record CalibrationExample(RecalledAnswer Answer, int? Image);
