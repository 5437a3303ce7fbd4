using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>Causal self-attention over prefix and identifier tokens (Vaswani et al. 2017, §3.2).</summary>
internal sealed class SelfAttention : Module<Tensor, LayerCache?, Tensor>
{
    [ComponentName(Name = "project")] private readonly Linear _project;
    [ComponentName(Name = "merge")] private readonly Linear _merge;
    private readonly int _heads;

    public SelfAttention(int dim, int heads, Device device) : base(nameof(SelfAttention))
    {
        _heads = heads;
        _project = Linear(dim, 3 * dim, device: device);
        _merge = Linear(dim, dim, device: device);
        RegisterComponents();
    }

    /// <param name="input">float32 [batch, tokens, dim]; with a filled cache exactly one token.</param>
    /// <param name="cache">Earlier tokens of the same rows, or null.</param>
    /// <returns>float32 [batch, tokens, dim].</returns>
    public override Tensor forward(Tensor input, LayerCache? cache)
    {
        using var scope = NewDisposeScope();
        var (batch, tokens, dim) = input.Axes3();
        if (cache is { IsEmpty: false } && tokens != 1)
        {
            throw new ArgumentException($"Expected one token after a filled cache, got {tokens}.", nameof(input));
        }

        var isCausal = cache is not { IsEmpty: false };
        var projected = _project.call(input)                                              // [batch, tokens, 3*dim]
            .view(batch, tokens, 3, _heads, dim / _heads)                                 // [batch, tokens, 3, heads, headDim]
            .permute(2, 0, 3, 1, 4);                                                      // [3, batch, heads, tokens, headDim]
        var (keys, values) = (projected[1], projected[2]);                                // [batch, heads, tokens, headDim]
        if (cache is not null)
        {
            (keys, values) = cache.Append(keys, values);                                  // [batch, heads, allTokens, headDim]
        }

        var mixed = functional.scaled_dot_product_attention(projected[0], keys, values, is_casual: isCausal);
        var joined = mixed.transpose(1, 2).reshape(batch, tokens, dim);                   // [batch, tokens, dim]
        return _merge.call(joined).MoveToOuterDisposeScope();
    }
}
