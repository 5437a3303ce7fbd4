using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Keys and values one block has computed for the rows of one decoding. Owns its tensors; dispose it with the decoding.</summary>
internal sealed class LayerCache : IDisposable
{
    private Tensor? _keys;
    private Tensor? _values;

    public bool IsEmpty => _keys is null;

    /// <summary>Adds the keys and values of new tokens and gives all so far; the cache keeps owning what it returns.</summary>
    /// <param name="keys">float32 [rows, heads, newTokens, headDim].</param>
    /// <param name="values">float32 [rows, heads, newTokens, headDim].</param>
    public (Tensor Keys, Tensor Values) Append(Tensor keys, Tensor values)
    {
        Replace(
            (_keys is null ? keys.clone() : cat([_keys, keys], dim: 2)).DetachFromDisposeScope(),      // [rows, heads, tokens, headDim]
            (_values is null ? values.clone() : cat([_values, values], dim: 2)).DetachFromDisposeScope());
        return (_keys!, _values!);
    }

    /// <summary>Makes row r a copy of what row <c>parents[r]</c> was.</summary>
    /// <param name="parents">int64 [newRows].</param>
    public void Select(Tensor parents) => Replace(
        _keys!.index_select(0, parents).DetachFromDisposeScope(),
        _values!.index_select(0, parents).DetachFromDisposeScope());

    public void Dispose() => Replace(null, null);

    private void Replace(Tensor? keys, Tensor? values)
    {
        var (oldKeys, oldValues) = (_keys, _values);
        (_keys, _values) = (keys, values);
        oldKeys?.Dispose();
        oldValues?.Dispose();
    }
}
