using System.Text.Json;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>A CLIP as Hugging Face publishes it, of which one half is about to be read. Dispose it when the half is read.</summary>
internal sealed class PublishedClip : IDisposable
{
    private const string ConfigFile = "config.json";
    private const string PreparationFile = "preprocessor_config.json";
    private const string Type = "clip";
    private readonly CheckpointFolder _folder;

    private PublishedClip(CheckpointFolder folder)
    {
        _folder = folder;
        var config = folder.ReadJson(ConfigFile);
        var path = Path.Combine(folder.Folder, ConfigFile);
        if (new ConfigFields(config, path).Text("model_type") is not Type and var type)
        {
            throw new CheckpointFormatException(path, $"{path}: expected a model_type of {Type} for eyes or ears, found {type ?? "none"}: name the folder of a CLIP.");
        }

        Options = ClipConfig.Read(config, path);
        Preparation = folder.Has(PreparationFile)
            ? ClipPreparation.Read(folder.ReadJson(PreparationFile), Path.Combine(folder.Folder, PreparationFile), Options.Vision.ImageSize)
            : ClipPreparation.Standard;
        RequireWholeClip();
        Vocabulary = [.. ClipVocabulary.FilesIn(folder).Select(file => Path.Combine(folder.Folder, file))];
        Sha256 = folder.Sha256();
    }

    /// <summary>Sizes.</summary>
    public ClipOptions Options { get; }

    /// <summary>How pixels are scaled.</summary>
    public ClipPreparation Preparation { get; }

    /// <summary>Paths of the vocabulary's files; none where the model has no own.</summary>
    public IReadOnlyList<string> Vocabulary { get; }

    /// <summary>The folder.</summary>
    public string Folder => _folder.Folder;

    /// <summary>Names the weights by their content, 64 hexadecimal digits.</summary>
    public string Sha256 { get; }

    /// <summary>Looks into a folder.</summary>
    /// <exception cref="CheckpointFormatException">It is missing, damaged, or holds another kind of model.</exception>
    public static PublishedClip Open(string folder)
    {
        TorchRuntime.EnsureLoaded();
        var checkpoint = CheckpointFolder.Open(folder);
        try
        {
            return new PublishedClip(checkpoint);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Names a half by the weights, the config and how its inputs are prepared.</summary>
    public string Fingerprint(string name, string recipe, IReadOnlyList<string> vocabulary) => EncoderFingerprint.Of(
        name, $"{recipe} {Sha256}", [.. new[] { ConfigFile, PreparationFile }.Where(_folder.Has).Select(file => Path.Combine(Folder, file)), .. vocabulary]);

    /// <summary>Reads a half in float32.</summary>
    /// <param name="build">Takes the half's parameters.</param>
    public (T Half, ModelParameters Parameters) Read<T>(Func<ParameterScope, T> build)
    {
        var scope = new ParameterScope(new HuggingFaceClipOrigin(_folder.Weights, CPU, ScalarType.Float32));
        try
        {
            return (build(scope), scope.Parameters);
        }
        catch
        {
            scope.Parameters.Dispose();
            throw;
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _folder.Dispose();

    // Each half takes its own; what neither takes is another model's.
    private void RequireWholeClip()
    {
        using var whole = new ClipModel(new ParameterScope(new MetaOrigin()), Options);
        var known = whole.Parameters.Names.SelectMany(ClipNames.HuggingFace).ToHashSet(StringComparer.Ordinal);
        var left = _folder.Weights.Names.Where(name => !known.Contains(name) && !ClipNames.IsUnused(name)).ToList();
        if (left.Count > 0)
        {
            throw new CheckpointFormatException(
                _folder.Weights.Path, $"{_folder.Weights.Path} does not hold this model's weights: {CheckpointLayout.Describe("not expected", left)}.");
        }
    }
}
