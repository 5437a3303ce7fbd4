using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>
/// Hears and sees queries. Loads each frozen tower when it is first needed, and refuses one that the memory was not learned with: its
/// vectors would mean something else. Safe to use from several threads.
/// </summary>
internal sealed class QueryEncoder(MemoryGeneration generation, Func<string, int[]>? clipTokens = null) : IDisposable
{
    private readonly Lazy<IVisionEncoder> _eyes = new(() => MemoryTowers.Check(
        MemoryTowers.LoadEyes(generation.Manifest.Eyes), generation.Manifest.Eyes, generation, e => (e.Name, e.Fingerprint)));

    private readonly Lazy<ITextEncoder> _ears = new(() => MemoryTowers.Check(
        MemoryTowers.LoadEars(generation.Manifest.Ears, clipTokens), generation.Manifest.Ears, generation, e => (e.Name, e.Fingerprint)));

    // One query is encoded to be decoded and again to be explained: the last texts are kept, as one reference that threads may swap.
    private volatile Heard? _last;

    public ITextEncoder Ears => _ears.Value;

    public IVisionEncoder Eyes => _eyes.Value;

    /// <summary>Hears texts.</summary>
    /// <returns>float32 [texts, earsDim]; not to be written to.</returns>
    public FeatureMatrix Texts(IReadOnlyList<string> texts)
    {
        if (_last is { } last && last.Texts.SequenceEqual(texts, StringComparer.Ordinal))
        {
            return last.Vectors;
        }

        var heard = new Heard([.. texts], _ears.Value.Encode(texts));
        _last = heard;
        return heard.Vectors;
    }

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

    private sealed record Heard(string[] Texts, FeatureMatrix Vectors);
}
