using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>The images of a source that could be read, each with its vector and the captions that may be learned from.</summary>
/// <param name="Images">In the order of their keys, without pixels.</param>
/// <param name="Features">float32 [images, eyesDim].</param>
/// <param name="Captions">For each image the captions to learn from.</param>
/// <param name="Listed">Pictures the source listed, also those that could not be read.</param>
internal sealed record Collection(
    IReadOnlyList<IngestedImage> Images, FeatureMatrix Features, IReadOnlyList<IReadOnlyList<string>> Captions, int Listed)
{
    public IReadOnlyList<string> Keys { get; } = [.. Images.Select(i => i.Source.Key)];
}
