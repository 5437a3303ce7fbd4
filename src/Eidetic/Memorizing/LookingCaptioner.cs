using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Writes what the eyes that ship would write, where a memory has other eyes: it looks at the pictures once more.</summary>
/// <param name="eyes">The eyes that ship; stay the caller's.</param>
internal sealed class LookingCaptioner(MobileNetEncoder eyes) : ICaptioner
{
    private readonly LabelCaptioner _captioner = new(eyes);

    /// <inheritdoc />
    public string Name => _captioner.Name;

    /// <inheritdoc />
    public IReadOnlyList<IReadOnlyList<string>> Caption(IReadOnlyList<CaptionRequest> images, int captionsPerImage, int seed) => _captioner.Caption(
        [.. images.Select(image => image with { Features = eyes.Encode([ImageResizer.Fit(image.LoadPixels(), eyes.Preprocessing)]).Values })], captionsPerImage, seed);
}
