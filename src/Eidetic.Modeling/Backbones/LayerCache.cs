using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Keys and values one block has computed for the rows of one decoding, with room for more, so that a new token does not copy all before
/// it. For decoding only: no gradient flows through it. Owns its tensors; dispose it with the decoding.
/// </summary>
/// <param name="leastRoom">
/// Tokens at least that there is room for beyond those that come. Default 8, for texts; 0 where few tokens follow for many rows, whose empty room
/// would be copied from step to step.
/// </param>
internal sealed class LayerCache(int leastRoom = LayerCache.RoomOfTexts) : IDisposable
{
    private const int RoomOfTexts = 8;

    private Tensor? _keys;       // [rows, heads, room, headDim], of which the first _tokens are filled
    private Tensor? _values;     // [rows, heads, room, headDim]
    private long _tokens;

    public bool IsEmpty => _keys is null;

    /// <summary>Adds the keys and values of new tokens and gives all so far.</summary>
    /// <param name="keys">[rows, heads, newTokens, headDim].</param>
    /// <param name="values">[rows, heads, newTokens, headDim].</param>
    /// <exception cref="InvalidOperationException">Gradients flow through them.</exception>
    /// <returns>Each [rows, heads, tokens, headDim], views of what the cache owns, good until it is changed again.</returns>
    public (Tensor Keys, Tensor Values) Append(Tensor keys, Tensor values)
    {
        if (keys.requires_grad || values.requires_grad)
        {
            throw new InvalidOperationException("Expected a decoding under no_grad, got keys or values that gradients flow through; learn without a cache.");
        }

        using var scope = NewDisposeScope();
        var (first, count) = (_tokens, keys.shape[2]);
        MakeRoom(keys, values, first + count);
        _keys!.narrow(2, first, count).copy_(keys);
        _values!.narrow(2, first, count).copy_(values);
        _tokens += count;
        return (_keys.narrow(2, 0, _tokens).MoveToOuterDisposeScope(), _values.narrow(2, 0, _tokens).MoveToOuterDisposeScope());
    }

    /// <summary>Makes row r a copy of what row <c>parents[r]</c> was.</summary>
    /// <param name="parents">int64 [newRows].</param>
    public void Select(Tensor parents) => Replace(_keys?.index_select(0, parents), _values?.index_select(0, parents));

    /// <summary>Another cache, whose row r is a copy of row <c>parents[r]</c>.</summary>
    /// <param name="parents">int64 [newRows].</param>
    public LayerCache Choose(Tensor parents)
    {
        var chosen = new LayerCache(leastRoom) { _tokens = _tokens };
        chosen.Replace(_keys?.index_select(0, parents), _values?.index_select(0, parents));
        return chosen;
    }

    /// <summary>Holds the rows of other caches of as many tokens from now on, one cache's after the other's.</summary>
    /// <param name="parts">At least one, none empty; they stay the caller's.</param>
    public void Join(IReadOnlyList<LayerCache> parts)
    {
        using var scope = NewDisposeScope();
        _tokens = parts[0]._tokens;
        Replace(cat([.. parts.Select(part => part._keys!.narrow(2, 0, _tokens))]), cat([.. parts.Select(part => part._values!.narrow(2, 0, _tokens))]));
    }

    public void Dispose() => Replace(null, null);

    // A quarter more than is needed: each token is moved a few times at most, however many there will be.
    private void MakeRoom(Tensor keys, Tensor values, long needed)
    {
        if (_keys is not null && needed <= _keys.shape[2])
        {
            return;
        }

        var room = leastRoom == 0 ? needed : needed + Math.Max(leastRoom, needed / 4);
        Replace(Moved(_keys, keys, room), Moved(_values, values, room));
    }

    private Tensor Moved(Tensor? old, Tensor like, long room)
    {
        var shape = like.shape;
        var moved = empty([shape[0], shape[1], room, shape[3]], like.dtype, like.device);          // [rows, heads, room, headDim]
        if (old is not null)
        {
            moved.narrow(2, 0, _tokens).copy_(old.narrow(2, 0, _tokens));
        }

        return moved;
    }

    private void Replace(Tensor? keys, Tensor? values)
    {
        var (oldKeys, oldValues) = (_keys, _values);
        (_keys, _values) = (keys?.DetachFromDisposeScope(), values?.DetachFromDisposeScope());
        oldKeys?.Dispose();
        oldValues?.Dispose();
    }
}
