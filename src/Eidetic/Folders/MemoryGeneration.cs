using System.Globalization;
using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>The live generation of a memory folder, checked for presence and size of its files; contents are checked by their readers.</summary>
internal sealed record MemoryGeneration(string Folder, MemoryManifest Manifest)
{
    public const string CurrentFile = "CURRENT";
    public const string GenerationsFolder = "generations";
    public const string ManifestFile = "memory.json";
    public const string CatalogFile = "catalog.db";
    public const string BookFile = "identifiers.trie";
    public const string ModelFile = "model.safetensors";
    public const string SpaceFile = "space.safetensors";
    public const string VectorsFile = "vectors.safetensors";
    public const string ChangesFile = "identifiers.changes.json";
    public const string CodebooksFile = "codebooks.safetensors";
    public const string FeaturesFile = "features.safetensors";
    public const string RerankingFile = "reranking.json";
    public const string CalibrationFile = "calibration.json";
    public const string HeldOutFile = "held-out.jsonl";

    /// <summary>The memory folder.</summary>
    public string Memory => Path.GetFullPath(Path.Combine(Folder, "..", ".."));

    /// <summary>Its own name, a number.</summary>
    public string Name => Path.GetFileName(Folder);

    /// <summary>Path of one of its files.</summary>
    public string this[string file] => Path.Combine(Folder, file);

    /// <summary>Whether it has a file.</summary>
    public bool Has(string file) => Manifest.Files.Any(f => f.Name == file);

    /// <summary>Whether a folder names a live generation; nothing more is looked at.</summary>
    public static bool IsIn(string memory) => File.Exists(Path.Combine(memory, CurrentFile));

    /// <summary>Finds and checks the live generation.</summary>
    /// <param name="memory">The memory folder.</param>
    /// <exception cref="MemoryException">It is missing, not a memory, incomplete, or of a newer format.</exception>
    public static MemoryGeneration Open(string memory)
    {
        if (File.Exists(memory))
        {
            throw new MemoryException(memory, $"Expected a memory folder at {memory}, found a file: name the folder that `memorize` wrote.");
        }

        if (!Directory.Exists(memory))
        {
            throw new MemoryException(memory, $"Expected a memory folder at {memory}, found nothing there: build it with `memorize SOURCE --memory {memory}`.");
        }

        if (!IsIn(memory))
        {
            throw new MemoryException(memory, RunFolder.IsUnfinished(memory)
                ? $"The memory {memory} was never finished: continue it with `memorize … --memory {memory} --resume`."
                : $"Expected a memory in {memory}, found a folder without {CurrentFile}: name the folder that `memorize` wrote.");
        }

        var name = File.ReadAllText(Path.Combine(memory, CurrentFile)).Trim();
        var folder = Path.Combine(memory, GenerationsFolder, name);
        if (name.Length == 0 || name.Any(c => !char.IsAsciiDigit(c)) || !Directory.Exists(folder))
        {
            throw new MemoryException(memory, $"Expected {CurrentFile} of {memory} to name a generation, found '{name}', which is not there: restore the folder or build it anew.");
        }

        var manifest = ReadManifest(memory, folder);
        foreach (var file in manifest.Files)
        {
            CheckFile(memory, folder, file);
        }

        return new MemoryGeneration(folder, manifest);
    }

    /// <summary>The generation that <see cref="CurrentFile"/> names now, or null.</summary>
    public static string? LiveName(string memory)
    {
        var current = Path.Combine(memory, CurrentFile);
        return File.Exists(current) ? File.ReadAllText(current).Trim() : null;
    }

    /// <summary>The file name of a generation.</summary>
    public static string NameOf(int number) => number.ToString("000000", CultureInfo.InvariantCulture);

    private static MemoryManifest ReadManifest(string memory, string folder)
    {
        var path = Path.Combine(folder, ManifestFile);
        if (!File.Exists(path))
        {
            throw new MemoryException(memory, $"Expected {ManifestFile} in {folder}, found none: restore the folder or build it anew.");
        }

        try
        {
            var bytes = File.ReadAllBytes(path);
            using var document = JsonDocument.Parse(bytes);
            // The version first: a newer format may hold keys this program does not know.
            if (document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("formatVersion", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number > MemoryManifest.CurrentFormat)
            {
                throw new MemoryException(
                    memory, $"The memory {memory} has format {number}, this program reads up to {MemoryManifest.CurrentFormat}: update Eidetic.");
            }

            return JsonSerializer.Deserialize(bytes, FolderJson.Default.MemoryManifest)
                ?? throw new MemoryException(memory, $"Expected {path} to describe a memory, found nothing: restore the file or build the memory anew.");
        }
        catch (JsonException exception)
        {
            throw new MemoryException(memory, $"Expected a description of a memory in {path}, found something else ({exception.Message}): restore the file or build the memory anew.", exception);
        }
    }

    private static void CheckFile(string memory, string folder, MemoryFile file)
    {
        var info = new FileInfo(Path.Combine(folder, file.Name));
        if (!info.Exists)
        {
            throw new MemoryException(memory, $"Expected {file.Name} in {folder}, found none: restore the file or build the memory anew.");
        }

        if (info.Length != file.SizeInBytes)
        {
            throw new MemoryException(
                memory, $"Expected {file.Name} of {file.SizeInBytes} bytes in {folder}, found {info.Length}: restore the file or build the memory anew.");
        }
    }
}
