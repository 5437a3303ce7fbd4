using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// The folder of a published multimodal model, as its publisher lays it out: <c>config.json</c>, <c>tokenizer.json</c> and
/// <c>model.safetensors</c>.
/// </summary>
internal sealed class ModelFolder : IModelSource
{
    private const string ConfigFile = "config.json";
    private const string TokenizerFile = "tokenizer.json";
    private const string WeightsFile = "model.safetensors";
    private static readonly string[] Families = ["idefics3", "open_flamingo"];
    private readonly string _family;
    private readonly string _config;
    private readonly Lazy<string> _sha256;

    private ModelFolder(string folder, string family, string config, ITextTokenizer tokenizer)
    {
        (Folder, _family, _config, Tokenizer) = (folder, family, config, tokenizer);
        _sha256 = new Lazy<string>(Hash);
    }

    /// <inheritdoc />
    public string Folder { get; }

    /// <inheritdoc />
    public string Sha256 => _sha256.Value;

    /// <inheritdoc />
    public ITextTokenizer Tokenizer { get; }

    /// <summary>Looks into a folder.</summary>
    /// <exception cref="CheckpointFormatException">It is missing, incomplete, or holds another kind of model.</exception>
    public static IModelSource Open(string folder) => Open(folder, path => throw new CheckpointFormatException(
        path, $"Expected a tokenizer in {path} that this version reads, found none: memorize with --model compact."));

    /// <summary>Looks into a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="openTokenizer">Reads a tokenizer.json, given its path.</param>
    /// <exception cref="CheckpointFormatException">It is missing, incomplete, or holds another kind of model.</exception>
    public static IModelSource Open(string folder, Func<string, ITextTokenizer> openTokenizer)
    {
        folder = Path.GetFullPath(folder);
        foreach (var file in new[] { ConfigFile, TokenizerFile, WeightsFile })
        {
            if (!File.Exists(Path.Combine(folder, file)))
            {
                throw new CheckpointFormatException(
                    folder, $"Expected {ConfigFile}, {TokenizerFile} and {WeightsFile} of a published model in {folder}, found no {file}: download the model whole.");
            }
        }

        var path = Path.Combine(folder, ConfigFile);
        var config = File.ReadAllText(path);
        return new ModelFolder(folder, FamilyOf(config, path), config, openTokenizer(Path.Combine(folder, TokenizerFile)));
    }

    /// <inheritdoc />
    public IMultimodalModel Open(LearningPlan plan, Device device)
    {
        var (path, isIdefics) = (Path.Combine(Folder, ConfigFile), _family == "idefics3");
        using var weights = SafetensorsFile.Open(Path.Combine(Folder, WeightsFile));
        var scope = new ParameterScope(new CheckpointOrigin(weights, device), plan);
        try
        {
            IMultimodalModel model = isIdefics
                ? new Idefics3Model(scope, Idefics3Config.Parse(_config, path), Tokenizer)
                : new OpenFlamingoModel(scope, FlamingoConfig.Parse(_config, path), Tokenizer);
            model.Parameters.RequireAllTaken(weights, isIdefics ? null : OpenFlamingoLayers.IsAlias);
            return model;
        }
        catch
        {
            scope.Parameters.Dispose();
            throw;
        }
    }

    /// <summary>Nothing is kept open.</summary>
    public void Dispose()
    {
    }

    private static string FamilyOf(string config, string path)
    {
        string? type;
        try
        {
            using var document = JsonDocument.Parse(config);
            type = document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("model_type", out var named) && named.ValueKind == JsonValueKind.String
                ? named.GetString()
                : null;
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException(path, $"{path}: expected the JSON of a model's config ({exception.Message}).", exception);
        }

        return Families.Contains(type)
            ? type!
            : throw new CheckpointFormatException(path, $"{path}: expected a model_type of {string.Join(" or ", Families)}, found {type ?? "none"}: choose another model.");
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in new[] { ConfigFile, TokenizerFile, WeightsFile })
        {
            using var stream = File.OpenRead(Path.Combine(Folder, file));
            hash.AppendData(Encoding.UTF8.GetBytes(file + "\0"));
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
