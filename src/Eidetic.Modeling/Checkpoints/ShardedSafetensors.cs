using System.Text.Json;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Several safetensors files with an index that says which tensor lies in which (<c>model.safetensors.index.json</c>, as Hugging Face
/// writes it). All headers are checked when it is opened. Safe to use from several threads; dispose it when done.
/// </summary>
internal sealed class ShardedSafetensors : ICheckpoint
{
    private const long MaxIndexLength = 64 << 20;

    private readonly Dictionary<string, SafetensorsFile> _byTensor;
    private readonly IReadOnlyCollection<SafetensorsFile> _shards;

    private ShardedSafetensors(string path, Dictionary<string, SafetensorsFile> byTensor, IReadOnlyCollection<SafetensorsFile> shards)
    {
        Path = path;
        _byTensor = byTensor;
        _shards = shards;
        Names = [.. byTensor.Keys.Order(StringComparer.Ordinal)];
        Files = [.. shards.Select(shard => shard.Path).Order(StringComparer.Ordinal)];
    }

    /// <summary>The index.</summary>
    public string Path { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> Names { get; }

    /// <summary>The files that hold the tensors, in ordinal order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Opens an index and all files it names, which lie beside it.</summary>
    /// <param name="index">The index.</param>
    /// <exception cref="CheckpointFormatException">The index or a file is missing or damaged, or they contradict each other.</exception>
    public static ShardedSafetensors Open(string index)
    {
        ArgumentException.ThrowIfNullOrEmpty(index);
        var files = ReadIndex(index);
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(index))!;
        var missing = files.Values.Distinct(StringComparer.Ordinal).Where(file => !File.Exists(System.IO.Path.Combine(folder, file))).ToList();
        if (missing.Count > 0)
            throw Bad(index, $"{CheckpointLayout.Describe("files missing", missing)}; is the checkpoint downloaded whole?");

        var shards = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        try
        {
            var byTensor = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
            foreach (var (tensor, file) in files)
            {
                if (!shards.TryGetValue(file, out var shard))
                    shards[file] = shard = SafetensorsFile.Open(System.IO.Path.Combine(folder, file));
                if (!shard.Contains(tensor))
                    throw Bad(index, $"tensor '{tensor}' should be in {file}, which does not hold it; do the files belong together?");
                byTensor[tensor] = shard;
            }

            return new ShardedSafetensors(index, byTensor, [.. shards.Values]);
        }
        catch
        {
            foreach (var shard in shards.Values)
                shard.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public bool Contains(string name) => _byTensor.ContainsKey(name);

    /// <inheritdoc />
    public SafetensorsInfo Info(string name) => Find(name).Info(name);

    /// <inheritdoc />
    public Tensor LoadTensor(string name, ScalarType? convertTo = null) => Find(name).LoadTensor(name, convertTo);

    /// <summary>Closes the files. Tensors in their memory live on.</summary>
    public void Dispose()
    {
        foreach (var shard in _shards)
            shard.Dispose();
    }

    private static Dictionary<string, string> ReadIndex(string index)
    {
        using var document = CheckpointJson.Read(index, MaxIndexLength);
        if (!document.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            throw Bad(index, "expected an object 'weight_map' that says which file holds which tensor");

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in CheckpointJson.Strings(index, map))
        {
            if (!IsPlainName(entry.Value))
                throw Bad(index, $"tensor '{entry.Key}' should be in '{entry.Value}'; expected the name of a .safetensors file beside the index");
            files[entry.Key] = entry.Value;
        }

        return files.Count > 0 ? files : throw Bad(index, "it names no tensor");
    }

    // A name that leads nowhere but beside the index, on any system.
    private static bool IsPlainName(string file) =>
        file.EndsWith(".safetensors", StringComparison.Ordinal) && file.AsSpan().IndexOfAny(['/', '\\', ':', '\0']) < 0 && !file.StartsWith('.');

    private SafetensorsFile Find(string name) => _byTensor.TryGetValue(name, out var shard)
        ? shard
        : throw new CheckpointFormatException(Path, $"{Path} has no tensor '{name}'; is it another model's file?");

    private static CheckpointFormatException Bad(string index, string fact) => new(index, $"{index}: {fact}.");
}
