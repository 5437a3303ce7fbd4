using Eidetic.Abstractions;

namespace Eidetic;

public sealed partial class ImageMemory
{
    /// <summary>
    /// Learns anew everything that the memory holds, from the pictures themselves and what people wrote of them, with new identifiers and a
    /// new shared space: what many additions ask for, where <see cref="ConsolidateAsync"/> keeps both. No image is lost: where a picture cannot be
    /// read any more nothing is done. Whoever asks meanwhile is answered by the memory as it was.
    /// </summary>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Told several times a second, from any thread, or null.</param>
    /// <param name="cancellationToken">Stops; the memory then stays as it is.</param>
    /// <exception cref="OptionException">An option is out of range or contradicts another.</exception>
    /// <exception cref="MemoryException">The memory is held by a published model, a picture cannot be read, or another process writes to it.</exception>
    public Task<MemorizeReport> RelearnAsync(
        RelearnOptions? options = null, IProgress<MemorizeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var checkedOptions = options ?? new RelearnOptions();
        checkedOptions.Check();
        return _living.FollowAsync(engine => RelearnAsync(engine, checkedOptions, progress, cancellationToken), cancellationToken);
    }

    private static async Task<MemorizeReport> RelearnAsync(
        RecallEngine engine, RelearnOptions options, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken)
    {
        var (memory, manifest) = (engine.Generation.Memory, engine.Generation.Manifest);
        if (manifest.Model != MemorizeOptions.Compact)
        {
            throw new MemoryException(memory, $"The memory {memory} is held by a published model: memorize the grown collection anew with its recipe.");
        }

        var held = new HeldImageSource(engine);
        held.RequireWhole(cancellationToken);
        var memorizing = new MemorizeOptions
        {
            Source = manifest.Source,
            Memory = memory,
            Identifiers = manifest.Scheme,
            Eyes = manifest.Eyes,
            Ears = manifest.Ears,
            Seed = options.Seed ?? manifest.Seed,
            Epochs = options.Epochs,
            TimeBudget = options.TimeBudget,
            Learning = manifest.Learning ?? new CompactLearning(),
        };
        var memorizer = new Memorizer(memorizing, progress, TimeProvider.System) { Collection = held, AddedSources = manifest.AddedSources };
        return await memorizer.RunAsync(cancellationToken);
    }
}
