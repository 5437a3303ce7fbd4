using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// A published checkpoint as it lies on disk: weights in one of the known formats, with JSON files beside them. Safe to use from several
/// threads; dispose it when done.
/// </summary>
internal sealed class CheckpointFolder : IDisposable
{
    private const string Single = "model.safetensors";
    private const string Index = "model.safetensors.index.json";
    private const string Pickle = "pytorch_model.bin";
    private const string AnyPickle = "*.pt";
    private const long MaxJsonLength = 64 << 20;

    private CheckpointFolder(string folder, ICheckpoint weights)
    {
        Folder = folder;
        Weights = weights;
        WeightFiles = weights is ShardedSafetensors sharded ? sharded.Files : [weights.Path];
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The weights.</summary>
    public ICheckpoint Weights { get; }

    /// <summary>The files that hold the weights; not the index of several.</summary>
    public IReadOnlyList<string> WeightFiles { get; }

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="path">
    /// A file of weights or an index, or a folder that holds, in this order of preference, <c>model.safetensors</c>,
    /// <c>model.safetensors.index.json</c> with its files, <c>pytorch_model.bin</c>, or one <c>*.pt</c>.
    /// </param>
    /// <exception cref="CheckpointFormatException">There are no weights, or they are damaged.</exception>
    public static CheckpointFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = Directory.Exists(path) ? FindWeights(path) : path;
        return new CheckpointFolder(Path.GetDirectoryName(Path.GetFullPath(file))!, OpenWeights(file));
    }

    /// <summary>Whether a file lies in the folder.</summary>
    /// <param name="name">Its name.</param>
    public bool Has(string name) => File.Exists(Path.Combine(Folder, name));

    /// <summary>Reads a JSON file of the folder, strictly: one object, no comments, no key twice.</summary>
    /// <param name="name">Its name, as in <c>config.json</c>.</param>
    /// <exception cref="CheckpointFormatException">It is missing or no such JSON.</exception>
    public JsonElement ReadJson(string name)
    {
        using var document = CheckpointJson.Read(Path.Combine(Folder, name), MaxJsonLength);
        return document.RootElement.Clone();
    }

    /// <summary>
    /// Names the weights by their content: the SHA-256 of the file or, when they are several, of a text with a line
    /// <c>hash, two spaces, file name</c> for each, in ordinal order of the names.
    /// </summary>
    /// <param name="cancellationToken">Ends it between two parts of a file.</param>
    /// <returns>64 hexadecimal digits, lower case.</returns>
    /// <exception cref="CheckpointFormatException">A file can no longer be read.</exception>
    public string Sha256(CancellationToken cancellationToken = default) => WeightFiles is [var only]
        ? FileHashes.Of(only, cancellationToken)
        : FileHashes.OfAll(WeightFiles.Select(file => (Name(file), file)), cancellationToken);

    /// <summary>Closes the weights. Tensors in their memory live on.</summary>
    public void Dispose() => Weights.Dispose();

    private static string FindWeights(string folder)
    {
        foreach (var name in new[] { Single, Index, Pickle })
        {
            if (File.Exists(Path.Combine(folder, name)))
                return Path.Combine(folder, name);
        }

        return Directory.GetFiles(folder, AnyPickle).Order(StringComparer.Ordinal).ToList() switch
        {
            [var one] => one,
            [] => throw new CheckpointFormatException(folder, $"{folder} holds no weights: looked for {Single}, {Index}, {Pickle} and {AnyPickle}{Hint(folder)}."),
            var several => throw new CheckpointFormatException(
                folder,
                $"{folder} holds no {Single}, {Index} or {Pickle}, but {CheckpointLayout.Describe("files " + AnyPickle, [.. several.Select(Name)])}; name the one to open."),
        };
    }

    private static string Name(string file) => Path.GetFileName(file);

    private static string Hint(string folder) => File.Exists(Path.Combine(folder, Pickle + ".index.json"))
        ? $"; {Pickle}.index.json is there, but pickles in several files are not read: convert them to safetensors"
        : "";

    private static ICheckpoint OpenWeights(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        _ when !File.Exists(file) => throw new CheckpointFormatException(file, $"{file} does not exist; expected a folder or a file of weights."),
        ".SAFETENSORS" => SafetensorsFile.Open(file),
        ".JSON" => ShardedSafetensors.Open(file),
        ".PT" or ".PTH" or ".BIN" => PickleArchive.Open(file),
        _ => throw new CheckpointFormatException(file, $"{file} is no file of weights by its name; expected .safetensors, .safetensors.index.json, .pt, .pth or .bin."),
    };
}
