using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Idefics3 (Laurençon et al. 2024, arXiv 2408.12637), of which SmolVLM are the small ones: a SigLIP tower whose patches take the place of
/// image tokens in a Llama. Owns its parameters; safe to use from several threads.
/// </summary>
internal sealed class Idefics3Model : IMultimodalModel
{
    private readonly ITextTokenizer? _tokenizer;

    /// <param name="scope">The root, under Hugging Face's names.</param>
    /// <param name="config">Sizes.</param>
    /// <param name="tokenizer">Cuts texts; null for a model that only reads tokens.</param>
    /// <param name="tiledLongestSide">Longest side a picture is scaled to before it is cut into tiles; null to show whole pictures only.</param>
    public Idefics3Model(ParameterScope scope, Idefics3Config config, ITextTokenizer? tokenizer = null, int? tiledLongestSide = null)
    {
        (Config, Parameters, _tokenizer) = (config, scope.Parameters, tokenizer);
        var body = scope.Under("model");
        Tower = new SiglipVisionTower(body.Under("vision_model"), config.Vision);
        Connector = new Idefics3Connector(body.Under("connector"), config);
        Language = new LlamaModel(body.Under("text_model"), scope.Under("lm_head"), config.Language);
        EndToken = tokenizer?.Find("<end_of_utterance>") ?? config.EndToken;
        Preparation = new PicturePreparation
        {
            Whole = new ImagePreprocessing { Size = config.Vision.ImageSize, Fit = ImageFit.Squash, Resampling = ImageResampling.PillowLanczos },
            TiledLongestSide = tiledLongestSide,
        };
    }

    /// <summary>Sizes.</summary>
    public Idefics3Config Config { get; }

    /// <summary>The frozen eyes.</summary>
    public SiglipVisionTower Tower { get; }

    /// <summary>Brings patches to the language model.</summary>
    public Idefics3Connector Connector { get; }

    /// <summary>The language model.</summary>
    public LlamaModel Language { get; }

    /// <inheritdoc />
    public string Family => "smolvlm";

    /// <inheritdoc />
    public int Vocabulary => Language.Embedding.Count;

    /// <inheritdoc />
    public int PublishedVocabulary => Language.Embedding.PublishedCount;

    /// <inheritdoc />
    public int Width => Config.Language.Width;

    /// <inheritdoc />
    public ModelParameters Parameters { get; }

    /// <inheritdoc />
    public ITextTokenizer Tokenizer => _tokenizer ?? throw new InvalidOperationException("Expected a tokenizer, the model was built without.");

    /// <inheritdoc />
    public PicturePreparation Preparation { get; }

    /// <inheritdoc />
    public int PaddingToken => Config.PaddingToken;

    /// <inheritdoc />
    public int EndToken { get; }

    /// <inheritdoc />
    public IReadOnlyList<int> Tokenize(PromptText prompt) => Tokenizer.Encode(Idefics3Prompt.Expand(prompt, Config.TokensPerTile));

    /// <inheritdoc />
    public PictureStates? See(IReadOnlyList<IReadOnlyList<PreparedPicture>> pictures)
    {
        var tiles = pictures.SelectMany(row => row).SelectMany(picture => picture.Tiles).ToList();
        if (tiles.Count == 0)
        {
            return null;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var pixels = TilePixels.Of(tiles, Config.Vision.ImageSize, TilePixels.Half, TilePixels.Half).to(Parameters[Parameters.Names[0]].device);
        return See(pixels, [.. pictures.Select(row => row.Sum(picture => picture.Tiles.Count))]);
    }

    /// <summary>Looks at prepared pixels.</summary>
    /// <param name="pixels">float32 [tiles, 3, size, size], values in -1..1.</param>
    /// <param name="tilesOfRow">How many belong to each row.</param>
    public PictureStates See(Tensor pixels, IReadOnlyList<int> tilesOfRow)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return new PictureStates(Tower.Forward(pixels, ForwardPass.Answer).DetachFromDisposeScope(), tilesOfRow);
    }

    /// <inheritdoc />
    public Tensor Read(TokenBatch tokens, PictureStates? pictures, DecodingCache? cache, ForwardPass pass) => Read(tokens, pictures, cache, pass, observe: null);

    /// <summary>Reads, and tells each block's input.</summary>
    public Tensor Read(TokenBatch tokens, PictureStates? pictures, DecodingCache? cache, ForwardPass pass, Action<int, Tensor>? observe)
    {
        using var scope = NewDisposeScope();
        return Language.Read(Embed(tokens.Tokens, pictures, pass), tokens.Mask, cache, pass, observe).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public Tensor Score(Tensor states) => Language.Score(states);

    /// <inheritdoc />
    public Tensor ScoreNew(Tensor states) => Language.ScoreNew(states);

    /// <inheritdoc />
    public DecodingCache CreateCache() => new(Config.Language.Layers);

    /// <summary>Frees the parameters.</summary>
    public void Dispose() => Parameters.Dispose();

    // Pictures' vectors take the places of image tokens, all of them in order.
    private Tensor Embed(Tensor tokens, PictureStates? pictures, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var words = Language.Embedding.Embed(tokens);                                              // [batch, tokens, width]
        if (pictures is null)
        {
            return words.MoveToOuterDisposeScope();
        }

        var seen = Connector.Forward(pictures.States, pass).reshape(-1, Width);                    // [tiles*tokensPerTile, width]
        var places = tokens.reshape(-1).Is(Config.ImageToken).nonzero().reshape(-1);               // int64 [places]
        if (places.shape[0] != seen.shape[0])
        {
            throw new ArgumentException(
                $"Expected as many image tokens as vectors of pictures, got {places.shape[0]} and {seen.shape[0]}.", nameof(tokens));
        }

        return words.reshape(-1, Width).index_copy(0, places, seen).view(words.shape).MoveToOuterDisposeScope();
    }
}
