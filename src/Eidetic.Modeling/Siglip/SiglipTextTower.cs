using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// SigLIP's text transformer (Zhai et al. 2023, arXiv 2303.15343): every token sees every other, also the pads, and the last one is
/// pooled. Written from the published architecture and compared with a second implementation of it, not with a reference. Takes its
/// parameters under Hugging Face's names. Immutable and safe to use from several threads.
/// </summary>
internal sealed class SiglipTextTower
{
    private readonly TokenTable _tokens;
    private readonly Tensor _positions;        // [contextLength, width]
    private readonly IReadOnlyList<SiglipBlock> _blocks;
    private readonly LayerNormLayer _norm;
    private readonly LinearLayer _head;

    /// <param name="scope">Where <c>embeddings.</c> lies: <c>text_model.</c></param>
    /// <param name="options">Sizes.</param>
    public SiglipTextTower(ParameterScope scope, SiglipTextOptions options)
    {
        var (width, embeddings) = (options.Transformer.Width, scope.Under("embeddings"));
        Options = options;
        _tokens = new TokenTable(embeddings.Under("token_embedding"), options.Vocabulary, width);
        _positions = embeddings.Take("position_embedding.weight", ParameterStart.Noise, options.ContextLength, width);
        _blocks = SiglipBlock.Stack(scope, options.Transformer);
        _norm = new LayerNormLayer(scope.Under("final_layer_norm"), width, options.Transformer.Epsilon);
        _head = new LinearLayer(scope.Under("head"), width, options.OutputDim, hasBias: true);
    }

    /// <summary>Sizes.</summary>
    public SiglipTextOptions Options { get; }

    /// <summary>Reads texts.</summary>
    /// <param name="tokens">int64 [batch, contextLength], padded on the right.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, outputDim], of its own length.</returns>
    /// <exception cref="ArgumentException">The texts are not padded to the context's length.</exception>
    public Tensor Forward(Tensor tokens, ForwardPass pass)
    {
        tokens.RequireRows(Options.ContextLength, nameof(tokens));
        using var scope = NewDisposeScope();
        var states = _tokens.Embed(tokens);                                           // [batch, tokens, width]
        states = states.Plus(_positions.to(states.dtype));
        foreach (var block in _blocks)
        {
            states = block.Forward(states, isVisible: null, pass);
        }

        return _head.Forward(_norm.Forward(states.select(1, -1)), pass).MoveToOuterDisposeScope();    // [batch, outputDim]
    }
}
