using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// The MPT language model (MosaicML 2023, llm-foundry): ALiBi instead of positions, no biases, output tied to the embedding. Immutable and
/// safe to use from several threads; the parameters belong to the scope it was built from.
/// </summary>
internal sealed class MptModel
{
    private readonly LayerNormLayer _norm;
    private readonly ParameterScope _scope;

    /// <param name="scope">Where <c>transformer.</c> lies.</param>
    /// <param name="config">Sizes.</param>
    /// <param name="blockPart">What each block's parameters lie under in its place: <c>decoder_layer</c> in OpenFlamingo; empty otherwise.</param>
    public MptModel(ParameterScope scope, MptConfig config, string blockPart = "")
    {
        Config = config;
        _scope = scope;
        var transformer = scope.Under("transformer");
        Table = new TokenTable(transformer.Under("wte"), config.Vocabulary, config.Width);
        Blocks = [.. Enumerable.Range(0, config.Layers).Select(layer => transformer.Under("blocks", layer))
            .Select(block => new MptBlock(blockPart.Length > 0 ? block.Under(blockPart) : block, config))];
        _norm = new LayerNormLayer(transformer.Under(config.HasHuggingFaceNames ? "norm_f" : "ln_f"), config.Width, config.Epsilon, hasBias: false);
    }

    /// <summary>Sizes.</summary>
    public MptConfig Config { get; }

    /// <summary>Embedding and output.</summary>
    public TokenTable Table { get; }

    /// <summary>The blocks.</summary>
    public IReadOnlyList<MptBlock> Blocks { get; }

    /// <summary>Every parameter of the scope it was built from.</summary>
    public ModelParameters Parameters => _scope.Parameters;

    /// <summary>Reads tokens after those that a cache holds.</summary>
    /// <param name="tokens">The tokens; a cache that is not null is extended by them.</param>
    /// <param name="cache">Earlier tokens of the same rows, or null.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <param name="before">Changes states before a block (its number, its input); null for nothing.</param>
    /// <returns>float32 [batch, tokens, width], after the final normalization.</returns>
    public Tensor Read(TokenBatch tokens, DecodingCache? cache, ForwardPass pass, Func<int, Tensor, Tensor>? before = null)
    {
        using var scope = NewDisposeScope();
        cache?.Extend(tokens.Mask);
        var states = Table.Embed(tokens.Tokens);                                        // [batch, tokens, width]
        var mask = AttentionMask(cache?.Mask ?? tokens.Mask, tokens.Tokens.shape[1]);
        pass.Recomputation?.Keep(mask);
        for (var layer = 0; layer < Blocks.Count; layer++)
        {
            var number = layer;
            Tensor Step(Tensor input) => Blocks[number].Forward(before?.Invoke(number, input) ?? input, mask, cache?[number], pass);
            states = pass.Recomputation is { } again ? again.Run(states, Step) : Step(states);
        }

        return _norm.Forward(states).MoveToOuterDisposeScope();
    }

    /// <param name="mask">int64 [batch, keys], 1 = real token.</param>
    /// <param name="queries">Number of queries; they are the last keys.</param>
    /// <returns>[batch, heads, queries, keys], added to scores by every block.</returns>
    public Tensor AttentionMask(Tensor mask, long queries)
    {
        using var scope = NewDisposeScope();
        return Alibi.Mask(Alibi.Slopes(Config.Heads, Config.MaxAlibiBias, mask.device), mask, queries).MoveToOuterDisposeScope();
    }

    /// <summary>The final normalization.</summary>
    public Tensor Normalize(Tensor states) => _norm.Forward(states);
}
