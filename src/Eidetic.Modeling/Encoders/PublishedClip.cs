using System.Text.Json;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A CLIP (Radford et al. 2021, arXiv 2103.00020) as Hugging Face publishes it, with a <c>config.json</c>, or as OpenAI does, without: then its
/// sizes are read off the tensors.
/// </summary>
internal sealed class PublishedClip : PublishedTowers
{
    private const string EyesName = "clip-eyes";
    private const string EarsName = "clip-ears";
    private const string EyesRecipe = "clip r1: shorter side, Pillow's bicubic, middle, mean and deviation, float32, unit length";
    private const string EarsRecipe = "clip r1: CLIP's byte pairs, float32, unit length";
    private const string OpenClipFile = "open_clip_config.json";
    private const string HuggingFaceBeginning = "vision_model.";
    private const string OpenAiKernel = "visual.conv1.weight";
    private const string ScaleName = "logit_scale";
    private const int PublishedVocabulary = 49408;
    private readonly ClipOptions _options;
    private readonly TowerPreparation _preparation;
    private readonly IReadOnlyList<string> _vocabulary;
    private readonly bool _isOpenAi;

    /// <param name="folder">The files; they become its own.</param>
    /// <param name="config">The <c>config.json</c>, or null where there is none.</param>
    /// <exception cref="CheckpointFormatException">It is another model.</exception>
    public PublishedClip(CheckpointFolder folder, JsonElement? config) : base(folder)
    {
        _isOpenAi = config is null || Files.Weights.Contains(OpenAiKernel);     // a config may also lie beside OpenAI's names
        _options = config is { } root ? ClipConfig.Read(root, At(ConfigFile)) : Derive();
        var size = _options.Vision.ImageSize;
        _preparation = Files.Has(PreparationFile) ? ClipPreparation.Read(Files.ReadJson(PreparationFile), At(PreparationFile), size) : ClipPreparation.Standard(size);
        using (var whole = new ClipModel(new ParameterScope(new MetaOrigin()), _options))
        {
            RequireAllKnown(_isOpenAi ? whole.Parameters.Names : whole.Parameters.Names.SelectMany(ClipNames.HuggingFace));
        }

        _vocabulary = [.. ClipVocabulary.FilesIn(Files).Select(At)];
    }

    /// <inheritdoc />
    public override (string Name, string Fingerprint) Eyes => (EyesName, Fingerprint(EyesName, EyesRecipe, []));

    /// <inheritdoc />
    public override (string Name, string Fingerprint) Ears => (EarsName, Fingerprint(EarsName, EarsRecipe, _vocabulary));

    private IParameterOrigin Origin => _isOpenAi
        ? new CheckpointOrigin(Files.Weights, CPU, ScalarType.Float32)
        : new HuggingFaceClipOrigin(Files.Weights, CPU, ScalarType.Float32);

    /// <inheritdoc />
    public override PublishedEyes ReadEyes()
    {
        // Eyes that were published without ears have no temperature: there is nothing to compare with.
        var ((tower, logScale), parameters) = Read(Origin, scope => (
            new ClipVisionTower(scope.Under("visual"), _options.Vision),
            Files.Weights.Contains(ScaleName) ? scope.Take(ScaleName, ParameterStart.Ones).item<float>() : 0));
        return new PublishedEyes(
            new PublishedHalf(Eyes, Folder, Sha256, _options.Vision.OutputDim, parameters, pixels => tower.Forward(pixels, ForwardPass.Answer).Pooled), _preparation, logScale);
    }

    /// <inheritdoc />
    public override PublishedEars ReadEars(Func<string, int[]>? tokens)
    {
        tokens ??= OwnTokens();
        var (tower, parameters) = Read(Origin, scope => new ClipTextTower(scope, _options.Text));
        return new PublishedEars(
            new PublishedHalf(Ears, Folder, Sha256, _options.Text.OutputDim, parameters, texts => tower.Forward(texts, ForwardPass.Answer).Pooled), tokens);
    }

    private ClipOptions Derive()
    {
        if (Files.Weights.Names.Any(name => name.StartsWith(HuggingFaceBeginning, StringComparison.Ordinal)))
        {
            throw new CheckpointFormatException(
                Folder, $"{Folder} holds weights under Hugging Face's names but no {ConfigFile}, which tells their sizes; take it from where the model was published.");
        }

        // Its models have OpenAI's names and may have another nonlinearity, which no tensor tells.
        return Files.Has(OpenClipFile)
            ? throw new CheckpointFormatException(
                Folder, $"{Folder} holds an {OpenClipFile}: open_clip's own layout is not read; take the same model in Hugging Face's, with a {ConfigFile}.")
            : ClipConfig.Derive(Files.Weights);
    }

    private Func<string, int[]> OwnTokens()
    {
        var text = _options.Text;
        if (_vocabulary.Count > 0)
        {
            return ClipVocabulary.Open(_vocabulary, text).Tokens;
        }

        return text.Vocabulary == PublishedVocabulary && text.ContextLength == ClipTokenizer.ContextLength
            ? ClipTokenizer.OpenShipped().Tokens
            : throw new CheckpointFormatException(
                Folder, $"{Folder}: expected ears of {PublishedVocabulary} tokens and texts of {ClipTokenizer.ContextLength}, found {text.Vocabulary} and {text.ContextLength}; put the model's own tokenizer.json, or its vocab.json and merges.txt, beside its weights.");
    }
}
