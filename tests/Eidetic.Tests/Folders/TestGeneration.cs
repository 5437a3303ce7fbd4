namespace Eidetic.Tests.Folders;

/// <summary>Generations of two small files, written without learning.</summary>
internal static class TestGeneration
{
    public static MemoryManifest Manifest(int seed) => new()
    {
        FormatVersion = MemoryManifest.CurrentFormat,
        Scheme = "residual",
        Model = "compact",
        Seed = seed,
        Source = "pictures",
        Images = 1,
        Captions = 0,
        PseudoCaptions = 0,
        Parameters = 1,
        MemorizeAccuracy = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Encoders = new Dictionary<string, string> { ["eyes"] = "1" },
        Files = [],
    };

    public static void Write(string memory, int seed)
    {
        using var writer = MemoryWriter.Begin(memory);
        File.WriteAllText(writer["catalog.db"], "images");
        File.WriteAllText(writer["model.safetensors"], "weights");
        File.WriteAllText(Path.Combine(writer.TrainingFolder, "metrics.jsonl"), "");
        writer.Commit(Manifest(seed));
    }

    public static IEnumerable<string> EntriesOf(string folder) => Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
