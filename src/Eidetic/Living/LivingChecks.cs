using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Tells why a memory cannot be changed, in one sentence.</summary>
internal static class LivingChecks
{
    /// <exception cref="MemoryException">The memory cannot name new images.</exception>
    public static void RequireNaming(MemoryGeneration generation)
    {
        if (generation.Has(MemoryGeneration.CodebooksFile) && generation.Has(MemoryGeneration.FeaturesFile))
        {
            return;
        }

        var memory = generation.Memory;
        throw new MemoryException(memory, generation.Manifest.Scheme == Identifiers.IdentifierSchemes.Default
            ? $"The memory {memory} was written before images could be added: memorize its collection anew, then add to it."
            : $"Identifiers of the kind '{generation.Manifest.Scheme}' cannot name new images without learning: memorize the collection with --identifiers residual, then add to it.");
    }

    /// <exception cref="MemoryException">The memory cannot learn on from what it keeps.</exception>
    public static void RequireLearning(MemoryGeneration generation)
    {
        var memory = generation.Memory;
        if (generation.Manifest.Model != MemorizeOptions.Compact)
        {
            throw new MemoryException(memory, $"The memory {memory} is held by a published model, which learns from the pictures themselves: memorize the grown collection anew.");
        }

        if (!generation.Has(MemoryGeneration.FeaturesFile))
        {
            throw new MemoryException(memory, $"The memory {memory} was written before what the eyes saw was kept: memorize its collection anew.");
        }
    }

    /// <summary>Finds the images of keys.</summary>
    /// <exception cref="MemoryException">A key is not in the memory, or no image would be left.</exception>
    public static int[] RequireImages(RecallEngine engine, IReadOnlyCollection<string> keys)
    {
        var memory = engine.Generation.Memory;
        var unknown = keys.Where(key => !engine.Book.TryGetImage(key, out _)).Distinct(StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
        {
            throw new MemoryException(memory, $"Expected keys that the memory holds, found '{unknown[0]}'{More(unknown.Length)}, which it does not: nothing was removed.");
        }

        int[] images = [.. keys.Select(key => engine.Book.TryGetImage(key, out var image) ? image : -1).Distinct().Order()];
        return images.Length < engine.Book.Keys.Count
            ? images
            : throw new MemoryException(memory, $"Expected at least one image to stay in the memory, got the keys of all {images.Length}: nothing was removed; delete the folder {memory} to forget everything.");
    }

    private static string More(int count) => count > 1 ? FormattableString.Invariant($" and {count - 1} more") : "";
}
