using System.Diagnostics;

namespace Eidetic;

/// <summary>
/// Removes images from a memory: they are named no more, and their rows leave its files. Weights stay as they are until the memory learns
/// anew: what the decoder knows by heart, and with atomic identifiers the images' vectors in its output layer.
/// </summary>
/// <param name="engine">The live generation, opened.</param>
/// <param name="writer">Holds the memory's lock since before the generation was opened.</param>
internal sealed class ImageRemover(RecallEngine engine, MemoryWriter writer)
{
    /// <summary>Removes all of the images or none, and makes the new generation the live one.</summary>
    public RemoveReport Run(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var removed = LivingChecks.RequireImages(engine, keys);
        var gone = removed.ToHashSet();
        var staying = Enumerable.Range(0, engine.Book.Keys.Count).Where(image => !gone.Contains(image)).ToArray();
        var held = engine.Catalog.ReadAll();
        cancellationToken.ThrowIfCancellationRequested();
        engine.Book.SaveChanges(writer[MemoryGeneration.ChangesFile], removed, added: []);
        Data.CatalogImage[] images = [.. staying.Select(image => held[image])];
        GenerationChange.Write(writer, engine.Generation, images, staying);
        writer.Commit(GenerationChange.Describe(engine.Generation.Manifest, images));
        return new RemoveReport { Removed = [.. removed.Select(image => engine.Book.Keys[image])], Images = staying.Length, Elapsed = clock.Elapsed };
    }
}
