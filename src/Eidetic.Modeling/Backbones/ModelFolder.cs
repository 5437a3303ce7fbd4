using System.Text.Json;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// The folder of a published multimodal model in one checkpoint, as Hugging Face lays it out: <c>config.json</c>, <c>tokenizer.json</c>,
/// weights in any known format and, for Idefics3, <c>preprocessor_config.json</c>.
/// </summary>
internal sealed class ModelFolder : IModelSource
{
    private const string ConfigFile = "config.json";
    private const string TokenizerFileName = "tokenizer.json";
    private const string PreparationFile = "preprocessor_config.json";
    private const string Flamingo = "open_flamingo";
    private static readonly string[] Families = ["idefics3", "smolvlm", Flamingo];
    private readonly ModelFiles _files;
    private readonly string _family;
    private readonly string _config;

    private ModelFolder(string folder)
    {
        Folder = folder;
        _files = new ModelFiles(folder, [ConfigFile, TokenizerFileName], [PreparationFile], "");
        _config = File.ReadAllText(_files[ConfigFile]);
        _family = FamilyOf(_config, _files[ConfigFile]);
        Tokenizer = TokenizerFile.Open(_files[TokenizerFileName]);
    }

    /// <inheritdoc />
    public string Folder { get; }

    /// <inheritdoc />
    public string Sha256 => _files.Sha256;

    /// <inheritdoc />
    public ITextTokenizer Tokenizer { get; }

    /// <summary>Looks into the folder of a multimodal model of any kind that is known.</summary>
    /// <exception cref="CheckpointFormatException">It is missing, incomplete, or holds another kind of model.</exception>
    public static IModelSource Open(string folder)
    {
        folder = Path.GetFullPath(folder);
        return FlamingoFolder.IsOne(folder) ? new FlamingoFolder(folder) : new ModelFolder(folder);
    }

    /// <inheritdoc />
    public IMultimodalModel Open(LearningPlan plan, Device device)
    {
        var isFlamingo = _family == Flamingo;
        using var weights = CheckpointFolder.Open(Folder);
        var scope = new ParameterScope(new CheckpointOrigin(weights.Weights, device), plan);
        try
        {
            IMultimodalModel model = isFlamingo
                ? new OpenFlamingoModel(scope, FlamingoConfig.Parse(_config, _files[ConfigFile]), Tokenizer)
                : OpenIdefics3(scope);
            model.Parameters.RequireAllTaken(weights.Weights, isFlamingo ? OpenFlamingoLayers.IsAlias : null);
            RequireRoom(model);
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

    private Idefics3Model OpenIdefics3(ParameterScope scope)
    {
        var config = Idefics3Config.Parse(_config, _files[ConfigFile]);
        var preparation = _files.Text(PreparationFile) is { } json ? Idefics3Preparation.Parse(json, _files[PreparationFile], config.Vision.ImageSize) : null;
        return new Idefics3Model(scope, config, Tokenizer, preparation?.TiledLongestSide);
    }

    // A token beyond the table would be read past its end.
    private void RequireRoom(IMultimodalModel model)
    {
        if (Tokenizer.Count > model.PublishedVocabulary)
        {
            throw new CheckpointFormatException(
                _files[TokenizerFileName],
                $"{_files[TokenizerFileName]}: expected at most the model's {model.PublishedVocabulary} tokens, found {Tokenizer.Count}; take the tokenizer.json that belongs to the model.");
        }
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
}
