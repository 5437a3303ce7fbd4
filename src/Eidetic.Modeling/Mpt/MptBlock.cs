using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>A pre-norm block of MPT (llm-foundry <c>blocks.py</c>), under either naming.</summary>
internal sealed class MptBlock
{
    private readonly LayerNormLayer _feedNorm;
    private readonly LinearLayer _widen;
    private readonly LinearLayer _narrow;

    public MptBlock(ParameterScope scope, MptConfig config)
    {
        var isNew = config.HasHuggingFaceNames;
        var feed = scope.Under(isNew ? "ffn" : "mlp");
        AttentionNorm = new LayerNormLayer(scope.Under(isNew ? "norm_1" : "ln_1"), config.Width, config.Epsilon, hasBias: false);
        Attention = new MptAttention(scope.Under("attn"), config);
        _feedNorm = new LayerNormLayer(scope.Under(isNew ? "norm_2" : "ln_2"), config.Width, config.Epsilon, hasBias: false);
        _widen = new LinearLayer(feed.Under(isNew ? "up_proj" : "mlp_up"), config.Width, config.Width * config.Expansion, hasBias: false);
        _narrow = new LinearLayer(feed.Under(isNew ? "down_proj" : "mlp_down"), config.Width * config.Expansion, config.Width, hasBias: false);
    }

    /// <summary>Norm before <see cref="Attention"/>.</summary>
    public LayerNormLayer AttentionNorm { get; }

    /// <summary>The attention.</summary>
    public MptAttention Attention { get; }

    /// <param name="input">[batch, tokens, width].</param>
    /// <param name="mask">[batch, heads, tokens, keys], added to scores.</param>
    /// <param name="cache">Keys and values of earlier tokens, or null.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, tokens, width].</returns>
    public Tensor Forward(Tensor input, Tensor mask, LayerCache? cache, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var attended = input.Plus(Dropped(Attention.Forward(AttentionNorm.Forward(input), mask, cache, pass), pass));
        return attended.Plus(Dropped(Feed(attended, pass), pass)).MoveToOuterDisposeScope();
    }

    /// <summary>The feed-forward branch with its norm, before the residual.</summary>
    public Tensor Feed(Tensor input, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var wide = functional.gelu(_widen.Forward(_feedNorm.Forward(input), pass));     // [batch, tokens, expansion*width]
        return _narrow.Forward(wide, pass).MoveToOuterDisposeScope();                   // [batch, tokens, width]
    }

    private static Tensor Dropped(Tensor branch, ForwardPass pass) =>
        pass is { IsTraining: true, Dropout: > 0 } ? functional.dropout(branch, pass.Dropout, training: true) : branch;
}
