using Eidetic.Abstractions;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>The frozen towers a memory is learned with: those that ship, or halves of published CLIPs.</summary>
internal static class MemoryTowers
{
    /// <summary>Eyes from a folder, or those that ship.</summary>
    public static IVisionEncoder LoadEyes(string? folder) => folder is null ? ShippedTowers.LoadEyes() : ClipVisionEncoder.Open(folder);

    /// <summary>Ears from a folder, or those that ship.</summary>
    /// <param name="folder">The folder, or null.</param>
    /// <param name="tokens">Cuts texts for ears of a folder; null for the vocabulary that OpenAI's models share.</param>
    public static ITextEncoder LoadEars(string? folder, Func<string, int[]>? tokens) =>
        folder is null ? ShippedTowers.LoadEars() : ClipTextEncoder.Open(folder, tokens);

    /// <summary>Refuses a memory whose published towers are gone.</summary>
    /// <exception cref="MemoryException">A folder is not there.</exception>
    public static void RequireFolders(MemoryGeneration generation)
    {
        foreach (var folder in new[] { generation.Manifest.Eyes, generation.Manifest.Ears })
        {
            if (folder is not null && !Directory.Exists(folder))
            {
                throw new MemoryException(
                    generation.Memory, $"The memory {generation.Memory} was learned with the model in {folder}, found no such folder: put it back, or memorize the collection anew.");
            }
        }
    }

    /// <summary>Refuses a tower that the memory was not learned with: its vectors would mean something else.</summary>
    /// <exception cref="MemoryException">It is another one.</exception>
    public static T Check<T>(T tower, string? folder, MemoryGeneration generation, Func<T, (string Name, string Fingerprint)> identity) where T : IDisposable
    {
        var (name, fingerprint) = identity(tower);
        if (generation.Manifest.Encoders.TryGetValue(name, out var learned) && learned == fingerprint)
        {
            return tower;
        }

        tower.Dispose();
        throw new MemoryException(generation.Memory, folder is null
            ? $"The memory {generation.Memory} was learned with another encoder than {name} as this program has it: memorize the collection anew."
            : $"The memory {generation.Memory} was learned with another model than {folder} holds now, by its SHA-256: put that one back, or memorize the collection anew.");
    }
}
