using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>A pre-norm transformer block under Hugging Face's names, as SigLIP's two towers have it.</summary>
internal sealed class SiglipBlock
{
    private readonly LayerNormLayer _attentionNorm;
    private readonly LinearLayer _queries;
    private readonly LinearLayer _keys;
    private readonly LinearLayer _values;
    private readonly LinearLayer _merge;
    private readonly LayerNormLayer _feedNorm;
    private readonly SiglipFeedForward _feedForward;
    private readonly long _heads;

    public SiglipBlock(ParameterScope scope, SiglipTransformerOptions options)
    {
        var (width, attention) = (options.Width, scope.Under("self_attn"));
        _attentionNorm = new LayerNormLayer(scope.Under("layer_norm1"), width, options.Epsilon);
        _queries = new LinearLayer(attention.Under("q_proj"), width, width, hasBias: true);
        _keys = new LinearLayer(attention.Under("k_proj"), width, width, hasBias: true);
        _values = new LinearLayer(attention.Under("v_proj"), width, width, hasBias: true);
        _merge = new LinearLayer(attention.Under("out_proj"), width, width, hasBias: true);
        _feedNorm = new LayerNormLayer(scope.Under("layer_norm2"), width, options.Epsilon);
        _feedForward = new SiglipFeedForward(scope.Under("mlp"), options);
        _heads = options.Heads;
    }

    /// <summary>The blocks of a tower, <c>encoder.layers.0</c> and on.</summary>
    public static IReadOnlyList<SiglipBlock> Stack(ParameterScope scope, SiglipTransformerOptions options) =>
        [.. Enumerable.Range(0, options.Layers).Select(layer => new SiglipBlock(scope.Under("encoder").Under("layers", layer), options))];

    /// <param name="input">[batch, tokens, width].</param>
    /// <param name="isVisible">bool [batch, tokens], true = may be attended to; null for all.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, tokens, width].</returns>
    public Tensor Forward(Tensor input, Tensor? isVisible, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var normal = _attentionNorm.Forward(input);
        var mixed = TowerAttention.Attend(
            _queries.Forward(normal, pass), _keys.Forward(normal, pass), _values.Forward(normal, pass), _heads, isVisible: isVisible);
        var attended = input.Plus(_merge.Forward(mixed, pass));
        return attended.Plus(_feedForward.Forward(_feedNorm.Forward(attended), pass)).MoveToOuterDisposeScope();
    }
}
