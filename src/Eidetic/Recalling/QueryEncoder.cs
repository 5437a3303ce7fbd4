using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Hears and sees queries. Loads each frozen tower when it is first needed; safe to use from several threads.</summary>
internal sealed class QueryEncoder(CompactBackbone backbone) : IDisposable
{
    private readonly Lazy<IVisionEncoder> _eyes = new(ShippedTowers.LoadEyes);
    private readonly Lazy<ITextEncoder> _ears = new(ShippedTowers.LoadEars);

    public ITextEncoder Ears => _ears.Value;

    /// <summary>Brings texts into the shared space.</summary>
    /// <returns>float32 [texts, sharedDim], unit rows.</returns>
    public FeatureMatrix Texts(IReadOnlyList<string> texts) => backbone.ProjectTexts(_ears.Value.Encode(texts));

    /// <summary>Looks at pictures.</summary>
    /// <returns>float32 [images, eyesDim].</returns>
    public FeatureMatrix Images(IReadOnlyList<RgbImage> images) =>
        _eyes.Value.Encode(images.Select(i => ImageResizer.Fit(i, _eyes.Value.Preprocessing)).ToArray());

    public void Dispose()
    {
        if (_eyes.IsValueCreated)
        {
            _eyes.Value.Dispose();
        }

        if (_ears.IsValueCreated)
        {
            _ears.Value.Dispose();
        }
    }
}
