using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>MPT's self-attention: one projection for queries, keys and values, no positions but ALiBi (llm-foundry <c>attention.py</c>).</summary>
internal sealed class MptAttention
{
    private readonly LinearLayer _project;
    private readonly LinearLayer _merge;
    private readonly LayerNormLayer? _queryNorm;
    private readonly LayerNormLayer? _keyNorm;
    private readonly MptConfig _config;

    public MptAttention(ParameterScope scope, MptConfig config)
    {
        _config = config;
        _project = new LinearLayer(scope.Under("Wqkv"), config.Width, 3 * config.Width, hasBias: false);
        _merge = new LinearLayer(scope.Under("out_proj"), config.Width, config.Width, hasBias: false);
        if (config.NormalizesQueriesAndKeys)
        {
            _queryNorm = new LayerNormLayer(scope.Under("q_ln"), config.Width, config.Epsilon, hasBias: false);
            _keyNorm = new LayerNormLayer(scope.Under("k_ln"), config.Width, config.Epsilon, hasBias: false);
        }
    }

    /// <param name="input">[batch, tokens, width].</param>
    /// <param name="mask">[batch, heads, tokens, keys], added to scores.</param>
    /// <param name="cache">Keys and values of earlier tokens, which is extended; or null.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, tokens, width].</returns>
    public Tensor Forward(Tensor input, Tensor mask, LayerCache? cache, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var (batch, tokens, width) = input.Axes3();
        var (queries, newKeys, newValues) = Project(input, pass);                       // [batch, tokens, width]
        var (keys, values) = (Split(newKeys), Split(newValues));                        // [batch, heads, tokens, headDim]
        if (cache is not null)
        {
            (keys, values) = cache.Append(keys, values);                                // [batch, heads, keys, headDim]
        }

        var scaled = _config.SoftmaxScale is { } scale ? queries.Times(scale * Math.Sqrt(width / (double)_config.Heads)) : queries;
        var mixed = functional.scaled_dot_product_attention(Split(scaled), keys, values, mask.to(input.dtype));
        var joined = mixed.transpose(1, 2).reshape(batch, tokens, width);               // [batch, tokens, width]
        return _merge.Forward(joined, pass).MoveToOuterDisposeScope();
    }

    /// <param name="input">[batch, tokens, width].</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>Each [batch, tokens, width]: clipped and, before heads are split, normalized.</returns>
    public (Tensor Queries, Tensor Keys, Tensor Values) Project(Tensor input, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var projected = _project.Forward(input, pass);                                  // [batch, tokens, 3*width]
        var clipped = _config.Clip is { } bound ? projected.Within(-bound, bound) : projected;
        var parts = clipped.chunk(3, dim: -1);                                          // 3 × [batch, tokens, width]
        return (
            (_queryNorm?.Forward(parts[0]) ?? parts[0]).MoveToOuterDisposeScope(),
            (_keyNorm?.Forward(parts[1]) ?? parts[1]).MoveToOuterDisposeScope(),
            parts[2].MoveToOuterDisposeScope());
    }

    private Tensor Split(Tensor rows)
    {
        var (batch, tokens, width) = rows.Axes3();
        return rows.reshape(batch, tokens, _config.Heads, width / _config.Heads).transpose(1, 2);   // [batch, heads, tokens, headDim]
    }
}
