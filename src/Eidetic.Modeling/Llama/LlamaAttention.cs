using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>Self-attention with rotary positions, in which groups of query heads share keys and values.</summary>
internal sealed class LlamaAttention
{
    private readonly LinearLayer _queries;
    private readonly LinearLayer _keys;
    private readonly LinearLayer _values;
    private readonly LinearLayer _merge;
    private readonly LlamaConfig _config;

    public LlamaAttention(ParameterScope scope, LlamaConfig config)
    {
        _config = config;
        _queries = new LinearLayer(scope.Under("q_proj"), config.Width, config.Heads * config.HeadDim, hasBias: false);
        _keys = new LinearLayer(scope.Under("k_proj"), config.Width, config.KeyValueHeads * config.HeadDim, hasBias: false);
        _values = new LinearLayer(scope.Under("v_proj"), config.Width, config.KeyValueHeads * config.HeadDim, hasBias: false);
        _merge = new LinearLayer(scope.Under("o_proj"), config.Heads * config.HeadDim, config.Width, hasBias: false);
    }

    /// <param name="input">[batch, tokens, width].</param>
    /// <param name="positions">Of these tokens.</param>
    /// <param name="mask">bool [batch, 1, tokens, keys], true = may be looked at; null when a token may look at all keys, or, without a cache, at all before it.</param>
    /// <param name="cache">Keys and values of earlier tokens, which is extended; or null.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[batch, tokens, width].</returns>
    public Tensor Forward(Tensor input, RotaryPositions positions, Tensor? mask, LayerCache? cache, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var (_, tokens, _) = input.Axes3();
        var (queries, keys, values) = Project(input, positions, pass);
        if (cache is not null)
        {
            (keys, values) = cache.Append(keys, values);                                     // [batch, keyValueHeads, keys, headDim]
        }

        var joined = tokens == 1 ? AttendLast(queries, keys, values, mask) : Attend(queries, keys, values, mask);   // [batch, tokens, heads*headDim]
        return _merge.Forward(joined, pass).MoveToOuterDisposeScope();
    }

    /// <summary>Queries and keys as they are compared, and values.</summary>
    /// <returns>[batch, heads, tokens, headDim]; keys and values with their fewer heads.</returns>
    public (Tensor Queries, Tensor Keys, Tensor Values) Project(Tensor input, RotaryPositions positions, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        return (
            positions.Turn(Split(_queries.Forward(input, pass), _config.Heads)).MoveToOuterDisposeScope(),
            positions.Turn(Split(_keys.Forward(input, pass), _config.KeyValueHeads)).MoveToOuterDisposeScope(),
            Split(_values.Forward(input, pass), _config.KeyValueHeads).MoveToOuterDisposeScope());
    }

    private Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var mixed = functional.scaled_dot_product_attention(
            queries, Shared(keys), Shared(values), mask, is_casual: mask is null);                 // [batch, heads, tokens, headDim]
        return mixed.transpose(1, 2).flatten(2).MoveToOuterDisposeScope();                         // [batch, tokens, heads*headDim]
    }

    // The query heads of a group stand where tokens stand, so that the keys they share need not be copied for each of them.
    private Tensor AttendLast(Tensor queries, Tensor keys, Tensor values, Tensor? mask)
    {
        using var scope = NewDisposeScope();
        var groups = queries.reshape(-1, _config.KeyValueHeads, _config.Heads / _config.KeyValueHeads, _config.HeadDim);   // [batch, keyValueHeads, group, headDim]
        var mixed = functional.scaled_dot_product_attention(groups, keys, values, mask);           // [batch, keyValueHeads, group, headDim]
        return mixed.reshape(-1, 1, _config.Heads * _config.HeadDim).MoveToOuterDisposeScope();    // [batch, 1, heads*headDim]
    }

    private Tensor Split(Tensor rows, int heads)
    {
        var (batch, tokens, _) = rows.Axes3();
        return rows.view(batch, tokens, heads, _config.HeadDim).transpose(1, 2);             // [batch, heads, tokens, headDim]
    }

    private Tensor Shared(Tensor rows) => _config.KeyValueHeads == _config.Heads
        ? rows
        : rows.repeat_interleave(_config.Heads / _config.KeyValueHeads, dim: 1);             // [batch, heads, keys, headDim]
}
