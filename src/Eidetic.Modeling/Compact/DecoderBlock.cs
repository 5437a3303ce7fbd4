using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>Pre-norm transformer block: causal self-attention, then a GELU layer four times as wide (Radford et al. 2019, §2.3).</summary>
internal sealed class DecoderBlock : Module<Tensor, LayerCache?, Tensor>
{
    [ComponentName(Name = "attention_norm")] private readonly LayerNorm _attentionNorm;
    [ComponentName(Name = "attention")] private readonly SelfAttention _attention;
    [ComponentName(Name = "feed_forward_norm")] private readonly LayerNorm _feedForwardNorm;
    [ComponentName(Name = "expand")] private readonly Linear _expand;
    [ComponentName(Name = "contract")] private readonly Linear _contract;
    [ComponentName(Name = "dropout")] private readonly Dropout _dropout;

    public DecoderBlock(CompactOptions options, Device device) : base(nameof(DecoderBlock))
    {
        _attentionNorm = LayerNorm(options.Dim, device: device);
        _attention = new SelfAttention(options.Dim, options.Heads, device);
        _feedForwardNorm = LayerNorm(options.Dim, device: device);
        _expand = Linear(options.Dim, 4 * options.Dim, device: device);
        _contract = Linear(4 * options.Dim, options.Dim, device: device);
        _dropout = Dropout(options.Dropout);
        RegisterComponents();
    }

    /// <param name="input">float32 [batch, tokens, dim].</param>
    /// <param name="cache">Earlier tokens of the same rows, or null when <paramref name="input"/> holds all.</param>
    /// <returns>float32 [batch, tokens, dim].</returns>
    public override Tensor forward(Tensor input, LayerCache? cache)
    {
        using var scope = NewDisposeScope();
        var attended = input.Plus(_dropout.call(_attention.call(_attentionNorm.call(input), cache)));
        var expanded = functional.gelu(_expand.call(_feedForwardNorm.call(attended)));    // [batch, tokens, 4*dim]
        return attended.Plus(_dropout.call(_contract.call(expanded))).MoveToOuterDisposeScope(); // [batch, tokens, dim]
    }
}
