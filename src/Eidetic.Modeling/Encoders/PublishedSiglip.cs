using System.Text.Json;
using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>A SigLIP (Zhai et al. 2023, arXiv 2303.15343) as Hugging Face publishes it.</summary>
internal sealed class PublishedSiglip : PublishedTowers
{
    private const string EyesName = "siglip-eyes";
    private const string EarsName = "siglip-ears";
    private const string EyesRecipe = "siglip r1: squashed, mean and deviation, float32, unit length";
    private const string EarsRecipe = "siglip r1: its own vocabulary, padded, float32, unit length";
    private readonly SiglipOptions _options;
    private readonly TowerPreparation _preparation;

    /// <param name="folder">The files; they become its own.</param>
    /// <param name="config">The <c>config.json</c>.</param>
    /// <exception cref="CheckpointFormatException">It is another model.</exception>
    public PublishedSiglip(CheckpointFolder folder, JsonElement config) : base(folder)
    {
        _options = SiglipConfig.Read(config, At(ConfigFile));
        var size = _options.Vision.ImageSize;
        _preparation = Files.Has(PreparationFile) ? SiglipPreparation.Read(Files.ReadJson(PreparationFile), At(PreparationFile), size) : SiglipPreparation.Standard(size);
        using var whole = new SiglipModel(new ParameterScope(new MetaOrigin()), _options);
        RequireAllKnown(whole.Parameters.Names);
    }

    /// <inheritdoc />
    public override (string Name, string Fingerprint) Eyes => (EyesName, Fingerprint(EyesName, EyesRecipe, []));

    /// <inheritdoc />
    public override (string Name, string Fingerprint) Ears => (EarsName, Fingerprint(EarsName, EarsRecipe, SiglipVocabulary.FilesIn(Files)));

    private CheckpointOrigin Origin => new(Files.Weights, CPU, ScalarType.Float32);

    /// <inheritdoc />
    public override PublishedEyes ReadEyes()
    {
        var ((tower, logScale), parameters) = Read(Origin, scope => (
            new SiglipVisionTower(scope.Under("vision_model"), _options.Vision), scope.Take("logit_scale", ParameterStart.Ones, 1).item<float>()));
        return new PublishedEyes(
            new PublishedHalf(Eyes, Folder, Sha256, _options.Vision.Transformer.Width, parameters, pixels => tower.Pool(tower.Forward(pixels, ForwardPass.Answer), ForwardPass.Answer)),
            _preparation,
            logScale);
    }

    /// <inheritdoc />
    public override PublishedEars ReadEars(Func<string, int[]>? tokens)
    {
        var vocabulary = tokens is null ? SiglipVocabulary.Open(Files, _options.Text) : null;
        var (tower, parameters) = Read(Origin, scope => new SiglipTextTower(scope.Under("text_model"), _options.Text));
        return new PublishedEars(
            new PublishedHalf(Ears, Folder, Sha256, _options.Text.OutputDim, parameters, texts => tower.Forward(texts, ForwardPass.Answer)),
            tokens ?? vocabulary!.Tokens,
            vocabulary is null ? null : vocabulary.UnknownShare);
    }
}
