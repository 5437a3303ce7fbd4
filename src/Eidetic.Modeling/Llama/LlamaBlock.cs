using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>One block of a Llama: attention and a gated feed-forward layer (Shazeer 2020, SwiGLU), each after a normalization.</summary>
internal sealed class LlamaBlock
{
    private readonly RmsNormLayer _feedNorm;
    private readonly LinearLayer _gate;
    private readonly LinearLayer _up;
    private readonly LinearLayer _down;

    public LlamaBlock(ParameterScope scope, LlamaConfig config)
    {
        AttentionNorm = new RmsNormLayer(scope.Under("input_layernorm"), config.Width, config.Epsilon);
        Attention = new LlamaAttention(scope.Under("self_attn"), config);
        _feedNorm = new RmsNormLayer(scope.Under("post_attention_layernorm"), config.Width, config.Epsilon);
        var feed = scope.Under("mlp");
        _gate = new LinearLayer(feed.Under("gate_proj"), config.Width, config.FeedForwardWidth, hasBias: false);
        _up = new LinearLayer(feed.Under("up_proj"), config.Width, config.FeedForwardWidth, hasBias: false);
        _down = new LinearLayer(feed.Under("down_proj"), config.FeedForwardWidth, config.Width, hasBias: false);
    }

    /// <summary>Before attention.</summary>
    public RmsNormLayer AttentionNorm { get; }

    /// <summary>The attention.</summary>
    public LlamaAttention Attention { get; }

    /// <inheritdoc cref="LlamaAttention.Forward"/>
    public Tensor Forward(Tensor input, RotaryPositions positions, Tensor? mask, LayerCache? cache, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var attended = Drop(Attention.Forward(AttentionNorm.Forward(input), positions, mask, cache, pass), pass);
        var states = input.Plus(attended);
        return states.Plus(Drop(Feed(states, pass), pass)).MoveToOuterDisposeScope();
    }

    /// <summary>The feed-forward layer, without its residual.</summary>
    /// <param name="states">[batch, tokens, width].</param>
    /// <param name="pass">How the pass runs.</param>
    public Tensor Feed(Tensor states, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var normed = _feedNorm.Forward(states);
        var opened = functional.silu(_gate.Forward(normed, pass)) * _up.Forward(normed, pass);     // [batch, tokens, feedForwardWidth]
        return _down.Forward(opened, pass).MoveToOuterDisposeScope();
    }

    private static Tensor Drop(Tensor branch, ForwardPass pass) =>
        pass is { IsTraining: true, Dropout: > 0 } ? functional.dropout(branch, pass.Dropout, training: true) : branch;
}
