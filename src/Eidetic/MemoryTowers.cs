using Eidetic.Abstractions;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>The frozen towers a memory is learned with: those that ship, or halves of published CLIPs and SigLIPs.</summary>
internal static class MemoryTowers
{
    /// <summary>Eyes from a folder, or those that ship.</summary>
    public static IVisionEncoder LoadEyes(string? folder) => folder is null ? ShippedTowers.LoadEyes() : PublishedEncoders.OpenEyes(folder);

    /// <summary>Ears from a folder, or those that ship.</summary>
    /// <param name="folder">The folder, or null.</param>
    /// <param name="tokens">Cuts texts for ears of a folder; null for their own vocabulary or, where a CLIP has none, OpenAI's.</param>
    public static ITextEncoder LoadEars(string? folder, Func<string, int[]>? tokens) =>
        folder is null ? ShippedTowers.LoadEars() : PublishedEncoders.OpenEars(folder, tokens);

    /// <summary>Refuses a memory whose published towers are gone or were changed, before it is asked anything.</summary>
    /// <exception cref="MemoryException">A folder is not there, or holds another model.</exception>
    /// <exception cref="CheckpointFormatException">A folder holds no CLIP or SigLIP any more.</exception>
    public static void RequireUnchanged(MemoryGeneration generation)
    {
        var manifest = generation.Manifest;
        var folders = new[] { manifest.Eyes, manifest.Ears }.OfType<string>().Distinct(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder))
            {
                throw new MemoryException(
                    generation.Memory, $"The memory {generation.Memory} was learned with the model in {folder}, found no such folder: put it back, or memorize the collection anew.");
            }

            using var towers = PublishedTowers.Open(folder);
            if ((manifest.Eyes == folder && !IsKnown(generation, towers.Eyes)) || (manifest.Ears == folder && !IsKnown(generation, towers.Ears)))
            {
                throw Changed(generation, folder);
            }
        }
    }

    /// <summary>Refuses a tower that the memory was not learned with: its vectors would mean something else.</summary>
    /// <exception cref="MemoryException">It is another one.</exception>
    public static T Check<T>(T tower, string? folder, MemoryGeneration generation, Func<T, (string Name, string Fingerprint)> identity) where T : IDisposable
    {
        var (name, fingerprint) = identity(tower);
        if (IsKnown(generation, (name, fingerprint)))
        {
            return tower;
        }

        tower.Dispose();
        throw folder is null
            ? new MemoryException(generation.Memory, $"The memory {generation.Memory} was learned with another encoder than {name} as this program has it: memorize the collection anew.")
            : Changed(generation, folder);
    }

    private static bool IsKnown(MemoryGeneration generation, (string Name, string Fingerprint) tower) =>
        generation.Manifest.Encoders.TryGetValue(tower.Name, out var learned) && learned == tower.Fingerprint;

    private static MemoryException Changed(MemoryGeneration generation, string folder) => new(
        generation.Memory, $"The memory {generation.Memory} was learned with another model than {folder} holds now, by its SHA-256: put that one back, or memorize the collection anew.");
}
