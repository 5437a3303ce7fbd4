using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A published model with eyes and ears, of which halves are about to be read: its sizes and files are checked, its weights not read in yet.
/// Dispose it when they are.
/// </summary>
internal abstract class PublishedTowers(CheckpointFolder folder) : IDisposable
{
    private protected const string ConfigFile = "config.json";
    private protected const string PreparationFile = "preprocessor_config.json";
    private string? _sha256;

    /// <summary>The folder.</summary>
    public string Folder => Files.Folder;

    /// <summary>Names the weights by their content, 64 hexadecimal digits.</summary>
    public string Sha256 => _sha256 ??= Files.Sha256();

    /// <summary>Name and fingerprint that the eyes have.</summary>
    public abstract (string Name, string Fingerprint) Eyes { get; }

    /// <summary>Name and fingerprint that the ears have.</summary>
    /// <exception cref="CheckpointFormatException">Their vocabulary is missing.</exception>
    public abstract (string Name, string Fingerprint) Ears { get; }

    private protected CheckpointFolder Files { get; } = folder;

    /// <summary>Looks into a folder: a SigLIP or a CLIP by its <c>config.json</c>, or a CLIP as OpenAI publishes it, without one.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointFormatException">It is missing, damaged, or holds another kind of model.</exception>
    public static PublishedTowers Open(string folder)
    {
        TorchRuntime.EnsureLoaded();
        var files = CheckpointFolder.Open(folder);
        try
        {
            if (!files.Has(ConfigFile))
            {
                return new PublishedClip(files, config: null);
            }

            var config = files.ReadJson(ConfigFile);
            var path = Path.Combine(files.Folder, ConfigFile);
            return new ConfigFields(config, path).Text("model_type") switch
            {
                "clip" => new PublishedClip(files, config),
                "siglip" => new PublishedSiglip(files, config),
                var type => throw new CheckpointFormatException(
                    path, $"{path}: expected a model_type of clip or siglip for eyes or ears, found {type ?? "none"}: name the folder of a CLIP or a SigLIP."),
            };
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Reads the eyes.</summary>
    /// <exception cref="CheckpointFormatException">Weights are missing, or of another shape.</exception>
    public abstract PublishedEyes ReadEyes();

    /// <summary>Reads the ears.</summary>
    /// <param name="tokens">Cuts a text into the tower's tokens, all that is put around it included; null for the folder's own vocabulary or, where a CLIP has none, the one that OpenAI's models share.</param>
    /// <exception cref="CheckpointFormatException">Weights are missing, or of another shape; or the vocabulary is missing, or another model's.</exception>
    public abstract PublishedEars ReadEars(Func<string, int[]>? tokens);

    /// <summary>Closes the files.</summary>
    public void Dispose() => Files.Dispose();

    /// <summary>Names a half by the weights, the config and how its inputs are prepared.</summary>
    private protected string Fingerprint(string name, string recipe, IReadOnlyList<string> vocabulary) => EncoderFingerprint.Of(
        name, $"{recipe} {Sha256}", [.. new[] { ConfigFile, PreparationFile }.Where(Files.Has).Select(At), .. vocabulary]);

    /// <summary>Path of a file of the folder.</summary>
    private protected string At(string file) => Path.Combine(Folder, file);

    /// <summary>Reads a half in float32.</summary>
    /// <param name="origin">Gives its parameters.</param>
    /// <param name="build">Takes the half's parameters.</param>
    private protected static (T Half, ModelParameters Parameters) Read<T>(IParameterOrigin origin, Func<ParameterScope, T> build)
    {
        var scope = new ParameterScope(origin);
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

    // Each half takes its own; what neither takes is another model's.
    private protected void RequireAllKnown(IEnumerable<string> known)
    {
        var names = known.ToHashSet(StringComparer.Ordinal);
        var left = Files.Weights.Names.Where(name => !names.Contains(name) && !ClipNames.IsUnused(name)).ToList();
        if (left.Count > 0)
        {
            throw new CheckpointFormatException(
                Files.Weights.Path, $"{Files.Weights.Path} does not hold this model's weights: {CheckpointLayout.Describe("not expected", left)}.");
        }
    }
}
