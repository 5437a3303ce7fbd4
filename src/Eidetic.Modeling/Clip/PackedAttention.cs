using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>Attention whose three input projections lie in one matrix, as <c>torch.nn.MultiheadAttention</c> keeps them.</summary>
internal sealed class PackedAttention
{
    private readonly Tensor _weight;      // [3*dim, dim]
    private readonly Tensor _bias;        // [3*dim]
    private readonly LinearLayer _merge;
    private readonly long _heads;

    public PackedAttention(ParameterScope scope, long dim, long heads)
    {
        _weight = scope.Take("in_proj_weight", ParameterStart.Noise, 3 * dim, dim);
        _bias = scope.Take("in_proj_bias", ParameterStart.Zeros, 3 * dim);
        _merge = new LinearLayer(scope.Under("out_proj"), dim, dim, hasBias: true);
        _heads = heads;
    }

    /// <summary>Self-attention.</summary>
    /// <param name="input">[batch, tokens, dim].</param>
    /// <param name="isCausal">Whether a row sees itself and the rows before it only.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, tokens, dim].</returns>
    public Tensor Forward(Tensor input, bool isCausal, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var parts = functional.linear(input, _weight.to(input.dtype), _bias.to(input.dtype)).chunk(3, dim: -1);   // 3 × [batch, tokens, dim]
        return _merge.Forward(TowerAttention.Attend(parts[0], parts[1], parts[2], _heads, isCausal), pass).MoveToOuterDisposeScope();
    }

    /// <summary>Attention of other rows to the input.</summary>
    /// <param name="queries">[batch, queries, dim].</param>
    /// <param name="input">[batch, tokens, dim].</param>
    /// <param name="isVisible">bool [batch, tokens], true = may be attended to; null for all.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, queries, dim].</returns>
    public Tensor Cross(Tensor queries, Tensor input, Tensor? isVisible, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var weights = _weight.to(input.dtype).chunk(3, dim: 0);                        // 3 × [dim, dim]
        var biases = _bias.to(input.dtype).chunk(3, dim: 0);                           // 3 × [dim]
        var mixed = TowerAttention.Attend(                                             // [batch, queries, dim]
            functional.linear(queries, weights[0], biases[0]),
            functional.linear(input, weights[1], biases[1]),
            functional.linear(input, weights[2], biases[2]),
            _heads,
            isVisible: isVisible);
        return _merge.Forward(mixed, pass).MoveToOuterDisposeScope();
    }
}
