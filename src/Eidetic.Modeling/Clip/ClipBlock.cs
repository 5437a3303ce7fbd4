using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>A pre-norm transformer block under OpenAI's names, as CLIP's two towers have it (Radford et al. 2021, arXiv 2103.00020, §2.4).</summary>
internal sealed class ClipBlock
{
    private readonly LayerNormLayer _attentionNorm;
    private readonly PackedAttention _attention;
    private readonly LayerNormLayer _feedNorm;
    private readonly LinearLayer _widen;
    private readonly LinearLayer _narrow;
    private readonly TowerActivation _activation;
    private readonly bool _isCausal;

    public ClipBlock(ParameterScope scope, ClipTransformerOptions options, bool isCausal)
    {
        _attentionNorm = new LayerNormLayer(scope.Under("ln_1"), options.Width, options.Epsilon);
        _attention = new PackedAttention(scope.Under("attn"), options.Width, options.Heads);
        _feedNorm = new LayerNormLayer(scope.Under("ln_2"), options.Width, options.Epsilon);
        _widen = new LinearLayer(scope.Under("mlp").Under("c_fc"), options.Width, options.FeedForward, hasBias: true);
        _narrow = new LinearLayer(scope.Under("mlp").Under("c_proj"), options.FeedForward, options.Width, hasBias: true);
        (_activation, _isCausal) = (options.Activation, isCausal);
    }

    /// <summary>The blocks of a tower, <c>transformer.resblocks.0</c> and on.</summary>
    public static IReadOnlyList<ClipBlock> Stack(ParameterScope scope, ClipTransformerOptions options, bool isCausal) =>
        [.. Enumerable.Range(0, options.Layers).Select(layer => new ClipBlock(scope.Under("transformer").Under("resblocks", layer), options, isCausal))];

    /// <param name="input">[batch, tokens, width].</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, tokens, width].</returns>
    public Tensor Forward(Tensor input, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var attended = input.Plus(_attention.Forward(_attentionNorm.Forward(input), _isCausal, pass));
        var wide = _activation.Apply(_widen.Forward(_feedNorm.Forward(attended), pass));   // [batch, tokens, feedForward]
        return attended.Plus(_narrow.Forward(wide, pass)).MoveToOuterDisposeScope();       // [batch, tokens, width]
    }
}
