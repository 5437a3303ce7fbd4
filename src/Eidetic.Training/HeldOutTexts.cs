using Eidetic.Abstractions;

namespace Eidetic.Training;

/// <summary>Texts kept out of learning.</summary>
/// <param name="Features">float32 [texts, earsDim], or null when nothing was held out.</param>
/// <param name="Images">int [texts]: the image each belongs to.</param>
internal sealed record HeldOutTexts(FeatureMatrix? Features, int[] Images)
{
    /// <summary>Nothing held out.</summary>
    public static HeldOutTexts None { get; } = new(null, []);
}
