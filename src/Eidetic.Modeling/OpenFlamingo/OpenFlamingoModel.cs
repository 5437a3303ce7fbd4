using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// OpenFlamingo (Awadalla et al. 2023, arXiv 2308.01390): a frozen CLIP tower, a resampler, and an MPT whose text attends to pictures
/// through gated layers. Owns its parameters; safe to use from several threads.
/// </summary>
internal sealed class OpenFlamingoModel : IMultimodalModel
{
    private readonly ITextTokenizer? _tokenizer;
    private readonly int _mediaToken;

    /// <param name="scope">The root, under the names of the reference's state dict.</param>
    /// <param name="config">Sizes.</param>
    /// <param name="tokenizer">Cuts texts; null for a model that only reads tokens.</param>
    public OpenFlamingoModel(ParameterScope scope, FlamingoConfig config, ITextTokenizer? tokenizer = null)
    {
        (Config, Parameters, _tokenizer) = (config, scope.Parameters, tokenizer);
        _mediaToken = Named(config.MediaToken, "<image>");
        EndToken = Named(config.EndToken, "<|endofchunk|>");
        PaddingToken = config.PaddingToken ?? tokenizer?.Find("<PAD>") ?? EndToken;
        var mediaDim = config.Vision.Transformer.Width;
        Tower = new ClipVisionTower(scope.Under("vision_encoder"), config.Vision);
        Resampler = new PerceiverResampler(scope.Under("perceiver"), mediaDim, config);
        Language = new MptModel(scope.Under("lang_encoder"), config.Language, blockPart: "decoder_layer");
        var blocks = scope.Under("lang_encoder").Under("transformer");
        Gates = [.. Enumerable.Range(0, config.Language.Layers).Select(layer => (layer + 1) % config.CrossAttentionEvery == 0
            ? new GatedCrossAttention(blocks.Under("blocks", layer).Under("gated_cross_attn_layer"), config.Language.Width, mediaDim, config)
            : null)];
    }

    /// <summary>Sizes.</summary>
    public FlamingoConfig Config { get; }

    /// <summary>The frozen eyes.</summary>
    public ClipVisionTower Tower { get; }

    /// <summary>Makes vectors of patches.</summary>
    public PerceiverResampler Resampler { get; }

    /// <summary>The language model.</summary>
    public MptModel Language { get; }

    /// <summary>For each block the layer before it, or null.</summary>
    public IReadOnlyList<GatedCrossAttention?> Gates { get; }

    /// <inheritdoc />
    public string Family => "openflamingo";

    /// <inheritdoc />
    public int Vocabulary => Language.Table.Count;

    /// <inheritdoc />
    public int PublishedVocabulary => Language.Table.PublishedCount;

    /// <inheritdoc />
    public int Width => Config.Language.Width;

    /// <inheritdoc />
    public ModelParameters Parameters { get; }

    /// <inheritdoc />
    public ITextTokenizer Tokenizer => _tokenizer ?? throw new InvalidOperationException("Expected a tokenizer, the model was built without.");

    /// <inheritdoc />
    public PicturePreparation Preparation => new() { Whole = new ImagePreprocessing { Size = Config.Vision.ImageSize, Fit = ImageFit.CenterCrop, Resampling = ImageResampling.PillowBicubic } };

    /// <inheritdoc />
    public int PaddingToken { get; }

    /// <inheritdoc />
    public int EndToken { get; }

    /// <inheritdoc />
    public IReadOnlyList<int> Tokenize(PromptText prompt)
    {
        var places = prompt.Template.Split(PromptText.Picture).Length - 1;
        return places == prompt.Pictures.Count
            ? Tokenizer.Encode(prompt.Template)
            : throw new ArgumentException($"Expected {places} pictures for the places in '{prompt.Template}', got {prompt.Pictures.Count}.", nameof(prompt));
    }

    /// <inheritdoc />
    public PictureStates? See(IReadOnlyList<IReadOnlyList<PreparedPicture>> pictures)
    {
        var tiles = pictures.SelectMany(row => row).Select(picture => picture.Tiles[^1]).ToList();
        if (tiles.Count == 0)
        {
            return null;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var pixels = TilePixels.Of(tiles, Config.Vision.ImageSize, TilePixels.ClipMean, TilePixels.ClipDeviation).to(Parameters["perceiver.latents"].device);
        return See(pixels, [.. pictures.Select(row => row.Count)]);
    }

    /// <summary>Looks at prepared pixels.</summary>
    /// <param name="pixels">float32 [pictures, 3, size, size], normalized.</param>
    /// <param name="picturesOfRow">How many belong to each row.</param>
    public PictureStates See(Tensor pixels, IReadOnlyList<int> picturesOfRow)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return new PictureStates(Tower.Forward(pixels, ForwardPass.Answer).Patches.DetachFromDisposeScope(), picturesOfRow);
    }

    /// <inheritdoc />
    public Tensor Read(TokenBatch tokens, PictureStates? pictures, DecodingCache? cache, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var read = tokens.Tokens.Is(_mediaToken).to(ScalarType.Int64).cumsum(1);                             // [batch, tokens]
        var pictureOfToken = cache?.PicturesRead is { } before ? read.Plus(before.unsqueeze(-1)) : read;
        var media = Media(pictures, cache, pass);                                                           // [batch, pictures, latents, dim]
        if (cache is not null && media is not null)
        {
            cache.Keep(media, pictureOfToken.select(1, -1));
        }

        if (pass.Recomputation is { } again)
        {
            again.Keep(pictureOfToken);
            media = media is null ? null : again.Share(media);
        }

        return Language.Read(tokens, cache, pass, (layer, input) => Gates[layer]?.Forward(input, media, pictureOfToken, pass) ?? input)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Keeps pictures without reading text, as if each row had read all of its own: every later token attends to the last.</summary>
    /// <param name="pictures">What <c>See</c> gave.</param>
    /// <param name="cache">An empty cache.</param>
    public void Remember(PictureStates pictures, DecodingCache cache)
    {
        using var scope = NewDisposeScope();
        var media = Perceive(pictures, ForwardPass.Answer);
        cache.Keep(media, tensor(pictures.TilesOfRow.Select(count => (long)count).ToArray()).clone().to(media.device));
    }

    /// <summary>Makes vectors of a batch's pictures; rows with fewer pictures are filled with zeros, which no token attends to.</summary>
    /// <returns>[batch, pictures, latents, dim].</returns>
    public Tensor Perceive(PictureStates pictures, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var all = Resampler.Forward(pictures.States, pass);                                                 // [allPictures, latents, dim]
        var most = pictures.TilesOfRow.Max();
        var (rows, first) = (new List<Tensor>(), 0);
        foreach (var count in pictures.TilesOfRow)
        {
            var none = zeros([most - count, all.shape[1], all.shape[2]], all.dtype, all.device);
            rows.Add(cat([all.narrow(0, first, count), none], dim: 0));                                     // [pictures, latents, dim]
            first += count;
        }

        return stack(rows, dim: 0).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public Tensor Score(Tensor states) => Language.Table.Score(states);

    /// <inheritdoc />
    public Tensor ScoreNew(Tensor states) => Language.Table.ScoreNew(states);

    /// <inheritdoc />
    public DecodingCache CreateCache() => new(Config.Language.Layers);

    /// <summary>Frees the parameters.</summary>
    public void Dispose() => Parameters.Dispose();

    private Tensor? Media(PictureStates? pictures, DecodingCache? cache, ForwardPass pass)
    {
        var earlier = cache?.Pictures;
        if (pictures is null)
        {
            return earlier?.alias();
        }

        return earlier is null
            ? Perceive(pictures, pass)
            : throw new NotSupportedException("Expected every picture of a decoding before its second part; read the whole prompt at once.");
    }

    private int Named(int? given, string name) => given ?? _tokenizer?.Find(name)
        ?? throw new ArgumentException($"Expected a tokenizer that knows {name}, or its number in the config; found neither.");
}
