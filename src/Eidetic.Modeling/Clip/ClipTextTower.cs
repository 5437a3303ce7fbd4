using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// CLIP's text transformer (Radford et al. 2021, arXiv 2103.00020, §2.4; openai/CLIP <c>encode_text</c>): causal, so that what follows the
/// end token changes nothing. Takes its parameters under OpenAI's names. Immutable and safe to use from several threads.
/// </summary>
internal sealed class ClipTextTower
{
    private readonly TokenTable _tokens;
    private readonly Tensor _positions;        // [contextLength, width]
    private readonly LayerNormLayer _norm;
    private readonly Tensor _projection;       // [width, outputDim]

    /// <param name="scope">Where <c>token_embedding.weight</c> lies: the root of a whole CLIP.</param>
    /// <param name="options">Sizes.</param>
    public ClipTextTower(ParameterScope scope, ClipTextOptions options)
    {
        var width = options.Transformer.Width;
        Options = options;
        _tokens = new TokenTable(scope.Under("token_embedding"), options.Vocabulary, width);
        _positions = scope.Take("positional_embedding", ParameterStart.Noise, options.ContextLength, width);
        Blocks = ClipBlock.Stack(scope, options.Transformer, isCausal: true);
        _norm = new LayerNormLayer(scope.Under("ln_final"), width, options.Transformer.Epsilon);
        _projection = scope.Take("text_projection", ParameterStart.Noise, width, options.OutputDim);
    }

    /// <summary>Sizes.</summary>
    public ClipTextOptions Options { get; }

    /// <summary>The blocks between <see cref="Embed"/> and the norm.</summary>
    public IReadOnlyList<ClipBlock> Blocks { get; }

    /// <summary>Reads texts.</summary>
    /// <param name="tokens">int64 [batch, tokens], at most the context's length, padded on the right with anything below the end token.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>
    /// States: [batch, tokens, width], after <c>ln_final</c>. Normed: [batch, width], the state at the end token.
    /// Pooled: [batch, outputDim], its projection, of its own length.
    /// </returns>
    public (Tensor States, Tensor Normed, Tensor Pooled) Forward(Tensor tokens, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var states = Embed(tokens);                                                                   // [batch, tokens, width]
        foreach (var block in Blocks)
        {
            states = block.Forward(states, pass);
        }

        var final = _norm.Forward(states);
        var normed = AtEnd(final, tokens);                                                            // [batch, width]
        var pooled = functional.linear(normed, _projection.to(normed.dtype).t());                     // [batch, outputDim]
        return (final.MoveToOuterDisposeScope(), normed.MoveToOuterDisposeScope(), pooled.MoveToOuterDisposeScope());
    }

    /// <summary>Looks tokens up and adds their positions.</summary>
    /// <param name="tokens">int64 [batch, tokens].</param>
    /// <returns>float32 [batch, tokens, width].</returns>
    /// <exception cref="ArgumentException">The texts are longer than the context.</exception>
    public Tensor Embed(Tensor tokens)
    {
        var shape = tokens.shape;
        if (shape.Length != 2 || shape[1] < 1 || shape[1] > Options.ContextLength)
        {
            throw new ArgumentException($"Expected [batch, 1..{Options.ContextLength}], got [{string.Join(", ", shape)}].", nameof(tokens));
        }

        using var scope = NewDisposeScope();
        var embedded = _tokens.Embed(tokens);                                                         // [batch, tokens, width]
        return embedded.Plus(_positions.narrow(0, 0, shape[1]).to(embedded.dtype)).MoveToOuterDisposeScope();
    }

    // The first place of the end token: places count down, so that the highest product is the first match.
    private Tensor AtEnd(Tensor states, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var (batch, length, width) = states.Axes3();
        var isEnd = Options.EndToken is { } end ? tokens.Is(end) : tokens.eq(tokens.amax([1], keepdim: true));
        var places = TensorNumbers.Range(length, 0, -1, device: tokens.device);
        var first = (isEnd.to(ScalarType.Int64) * places).argmax(1);                                  // int64 [batch]
        return states.gather(1, first.view(batch, 1, 1).expand(batch, 1, width)).squeeze(1).MoveToOuterDisposeScope();
    }
}
