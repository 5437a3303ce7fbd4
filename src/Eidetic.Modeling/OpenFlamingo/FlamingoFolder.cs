using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// The folder of an OpenFlamingo as it is published: <c>checkpoint.pt</c> with what was trained (resampler, gated layers, token table), a
/// CLIP in <c>clip</c> under OpenAI's or Hugging Face's names, and an MPT with its tokenizer in <c>mpt</c>. What no file tells, as the
/// distance of gated layers, is read off the tensors.
/// </summary>
internal sealed class FlamingoFolder : IModelSource
{
    private const string Trained = "checkpoint.pt";
    private const string Clip = "clip";
    private const string Language = "mpt";
    private const string ClipConfigFile = "clip/config.json";
    private const string LanguageConfigFile = "mpt/config.json";
    private const string TokenizerName = "mpt/tokenizer.json";
    private static readonly string[] SpecialTokens = ["<|endofchunk|>", "<image>", "<PAD>"];   // in the order in which the reference adds them
    private readonly ModelFiles _files;

    /// <summary>Looks into a folder.</summary>
    /// <param name="folder">Its full path.</param>
    /// <exception cref="CheckpointFormatException">It is incomplete.</exception>
    public FlamingoFolder(string folder)
    {
        Folder = folder;
        _files = new ModelFiles(folder, [Trained, LanguageConfigFile, TokenizerName], [ClipConfigFile], Clip, Language);
        Tokenizer = TokenizerFile.Open(_files[TokenizerName]).With(SpecialTokens);
    }

    /// <inheritdoc />
    public string Folder { get; }

    /// <inheritdoc />
    public string Sha256 => _files.Sha256;

    /// <inheritdoc />
    public ITextTokenizer Tokenizer { get; }

    /// <inheritdoc />
    public string EyesFolder => _files[Clip];

    /// <summary>Whether a folder is laid out so, whole or not.</summary>
    public static bool IsOne(string folder) =>
        Directory.Exists(Path.Combine(folder, Clip)) && Directory.Exists(Path.Combine(folder, Language));

    /// <inheritdoc />
    public IMultimodalModel Open(LearningPlan plan, Device device)
    {
        using var trained = PickleArchive.Open(_files[Trained]);
        using var clip = CheckpointFolder.Open(_files[Clip]);
        using var language = CheckpointFolder.Open(_files[Language]);
        var origin = OpenFlamingoLayers.Of(trained, clip.Weights, language.Weights, device);
        var scope = new ParameterScope(origin, plan);
        try
        {
            var config = FlamingoShapes.Read(
                trained, ReadVision(clip), MptConfig.Parse(File.ReadAllText(_files[LanguageConfigFile]), _files[LanguageConfigFile]), Tokenizer.Count);
            var model = new OpenFlamingoModel(scope, config, Tokenizer);
            origin.RequireAllKnown(model.Parameters);
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

    private ClipVisionOptions ReadVision(CheckpointFolder clip) =>
        (File.Exists(_files[ClipConfigFile]) ? ClipConfig.Read(clip.ReadJson("config.json"), _files[ClipConfigFile]) : ClipConfig.Derive(clip.Weights)).Vision;
}
