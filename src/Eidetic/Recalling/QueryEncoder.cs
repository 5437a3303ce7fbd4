using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>
/// Hears and sees queries. Loads each frozen tower when it is first needed, and refuses one that the memory was not learned with: its
/// vectors would mean something else. Safe to use from several threads.
/// </summary>
internal sealed class QueryEncoder(Func<FeatureMatrix, FeatureMatrix> projectTexts, MemoryGeneration generation) : IDisposable
{
    private readonly Lazy<IVisionEncoder> _eyes = new(() => Checked(ShippedTowers.LoadEyes(), generation, e => (e.Name, e.Fingerprint)));
    private readonly Lazy<ITextEncoder> _ears = new(() => Checked(ShippedTowers.LoadEars(), generation, e => (e.Name, e.Fingerprint)));

    public ITextEncoder Ears => _ears.Value;

    /// <summary>Brings texts into the shared space.</summary>
    /// <returns>float32 [texts, sharedDim], unit rows.</returns>
    public FeatureMatrix Texts(IReadOnlyList<string> texts) => projectTexts(_ears.Value.Encode(texts));

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

    private static T Checked<T>(T tower, MemoryGeneration generation, Func<T, (string Name, string Fingerprint)> identity) where T : IDisposable
    {
        var (name, fingerprint) = identity(tower);
        if (generation.Manifest.Encoders.TryGetValue(name, out var learned) && learned == fingerprint)
        {
            return tower;
        }

        tower.Dispose();
        var memory = Path.GetFullPath(Path.Combine(generation.Folder, "..", ".."));
        throw new MemoryException(
            memory, $"The memory {memory} was learned with another encoder than {name} as this program has it: memorize the collection anew.");
    }
}
