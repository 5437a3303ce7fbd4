using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// The Llama language model (Touvron et al. 2023, arXiv 2302.13971; with grouped keys as SmolLM2). Immutable and safe to use from several
/// threads; the parameters belong to the scope it was built from.
/// </summary>
internal sealed class LlamaModel : ILanguageModel
{
    private readonly RmsNormLayer _norm;
    private readonly TokenTable _head;

    /// <param name="body">Where <c>embed_tokens.</c>, <c>layers.</c> and <c>norm.</c> lie.</param>
    /// <param name="head">Where <c>weight</c> of the head lies, in checkpoints that do not tie it to the embedding.</param>
    /// <param name="config">Sizes.</param>
    public LlamaModel(ParameterScope body, ParameterScope head, LlamaConfig config)
    {
        Config = config;
        Parameters = body.Parameters;
        Embedding = new TokenTable(body.Under("embed_tokens"), config.Vocabulary, config.Width);
        Blocks = [.. Enumerable.Range(0, config.Layers).Select(layer => new LlamaBlock(body.Under("layers", layer), config))];
        _norm = new RmsNormLayer(body.Under("norm"), config.Width, config.Epsilon);
        _head = config.TiesHead ? Embedding : new TokenTable(head, config.Vocabulary, config.Width);
    }

    /// <summary>Sizes.</summary>
    public LlamaConfig Config { get; }

    /// <summary>Every parameter of the scope it was built from.</summary>
    public ModelParameters Parameters { get; }

    /// <summary>Vectors of the tokens read.</summary>
    public TokenTable Embedding { get; }

    /// <summary>The blocks.</summary>
    public IReadOnlyList<LlamaBlock> Blocks { get; }

    /// <summary>Reads tokens after those that a cache holds.</summary>
    /// <param name="tokens">The tokens; a cache that is not null is extended by them.</param>
    /// <param name="cache">Earlier tokens of the same rows, or null.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>float32 [batch, tokens, width], after the final normalization.</returns>
    public Tensor Read(TokenBatch tokens, DecodingCache? cache, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        return Read(Embedding.Embed(tokens.Tokens), tokens.Mask, cache, pass).MoveToOuterDisposeScope();
    }

    /// <summary>Reads vectors in the place of tokens: words and pictures.</summary>
    /// <param name="embedded">float32 [batch, tokens, width].</param>
    /// <param name="mask">int64 [batch, tokens], 1 = real token.</param>
    /// <param name="cache">Earlier tokens of the same rows, or null.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <param name="observe">Told each block's input and its number; null for nobody.</param>
    /// <returns>float32 [batch, tokens, width], after the final normalization.</returns>
    public Tensor Read(Tensor embedded, Tensor mask, DecodingCache? cache, ForwardPass pass, Action<int, Tensor>? observe = null)
    {
        using var scope = NewDisposeScope();
        cache?.Extend(mask);
        var (all, count) = (cache?.Mask ?? mask, embedded.shape[1]);
        var positions = RotaryPositions.Of(RotaryPositions.Places(all, count), Config.HeadDim, Config.RopeTheta);
        var visible = Visible(all, count);
        pass.Recomputation?.Keep(positions.Cosine, positions.Sine, positions.SignedSine, visible);
        var states = embedded;
        for (var layer = 0; layer < Blocks.Count; layer++)
        {
            observe?.Invoke(layer, states);
            var (block, kept) = (Blocks[layer], cache?[layer]);
            states = pass.Recomputation is { } again
                ? again.Run(states, input => block.Forward(input, positions, visible, kept, pass))
                : block.Forward(states, positions, visible, kept, pass);
        }

        return _norm.Forward(states).MoveToOuterDisposeScope();
    }

    /// <summary>Scores every token.</summary>
    /// <param name="states">float32 [.., width].</param>
    /// <returns>float32 [.., vocab] logits.</returns>
    public Tensor Score(Tensor states) => _head.Score(states);

    /// <summary>Scores the new tokens only.</summary>
    /// <param name="states">float32 [.., width].</param>
    /// <returns>float32 [.., new tokens] logits.</returns>
    public Tensor ScoreNew(Tensor states) => _head.ScoreNew(states);

    /// <inheritdoc />
    public DecodingCache CreateCache() => new(Config.Layers);

    Tensor ILanguageModel.Read(TokenBatch tokens, PictureStates? pictures, DecodingCache? cache, ForwardPass pass) => pictures is null
        ? Read(tokens, cache, pass)
        : throw new ArgumentException("Expected no pictures, this model has no eyes.", nameof(pictures));

    // Three real tokens after one of padding, of which the last two are read now:      keys  p a b c
    //                                                                               query b  0 1 1 0
    //                                                                               query c  0 1 1 1
    // A token of padding looks at itself, so that its row is garbage but finite.
    private static Tensor? Visible(Tensor mask, long count)
    {
        using var scope = NewDisposeScope();
        var keys = mask.shape[1];
        var isPadded = mask.min().item<long>() == 0;
        if (!isPadded && (count == 1 || count == keys))
        {
            return null;
        }

        var places = TensorNumbers.Range(keys, device: mask.device);                               // [keys]
        var queries = places.narrow(0, keys - count, count).unsqueeze(1);                          // [tokens, 1]
        var isEarlier = places.unsqueeze(0).le(queries);                                           // [tokens, keys]
        var isSelf = places.unsqueeze(0).eq(queries);                                              // [tokens, keys]
        var isReal = mask.IsNot(0).unsqueeze(1);                                                   // [batch, 1, keys]
        return isEarlier.logical_and(isReal).logical_or(isSelf).unsqueeze(1).MoveToOuterDisposeScope();   // [batch, 1, tokens, keys]
    }
}
