using Eidetic.Abstractions;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Writes pseudo-captions by the labels of the eyes that ship, whichever eyes a memory has; other eyes make it look at the pictures once more.</summary>
internal sealed class ShippedCaptioner : ICaptioner, IDisposable
{
    private readonly MobileNetEncoder? _own;
    private readonly ICaptioner _captioner;

    /// <param name="eyes">The memory's eyes; stay the caller's.</param>
    public ShippedCaptioner(IVisionEncoder eyes)
    {
        _own = eyes is MobileNetEncoder ? null : ShippedTowers.LoadEyes();
        _captioner = _own is null ? new LabelCaptioner((MobileNetEncoder)eyes) : new LookingCaptioner(_own);
    }

    /// <inheritdoc />
    public string Name => _captioner.Name;

    /// <inheritdoc />
    public IReadOnlyList<IReadOnlyList<string>> Caption(IReadOnlyList<CaptionRequest> images, int captionsPerImage, int seed) =>
        _captioner.Caption(images, captionsPerImage, seed);

    public void Dispose() => _own?.Dispose();
}
