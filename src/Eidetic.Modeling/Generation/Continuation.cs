using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// One decoding: the prompts are read once, then every row grows token by token. What chooses the tokens (the likeliest, chance, beams) is
/// somebody else's. Owns its state; one thread at a time; dispose it when done.
/// </summary>
/// <param name="model">Stays the caller's.</param>
/// <param name="pictures">What the model saw of the pictures in the prompts, or null; stays the caller's.</param>
/// <param name="keepsCache">Whether keys and values of earlier tokens are kept; otherwise each step reads everything again.</param>
internal sealed class Continuation(ILanguageModel model, PictureStates? pictures = null, bool keepsCache = true) : IDisposable
{
    private readonly DecodingCache? _cache = keepsCache ? model.CreateCache() : null;
    private TokenBatch? _read;      // everything read so far; kept only without a cache
    private bool _isStarted;

    /// <summary>Reads the prompts.</summary>
    /// <param name="prompts">int64 [rows, tokens], padded on the left; stays the caller's.</param>
    /// <returns>float32 [rows, vocab], logits of what follows.</returns>
    public Tensor Start(TokenBatch prompts)
    {
        if (_isStarted)
        {
            throw new InvalidOperationException("Expected Start once for each decoding, it was called twice.");
        }

        _isStarted = true;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Next(prompts, pictures).MoveToOuterDisposeScope();
    }

    /// <summary>Adds a token to every row.</summary>
    /// <param name="tokens">int64 [rows].</param>
    /// <returns>float32 [rows, vocab], logits of what follows.</returns>
    public Tensor Continue(Tensor tokens)
    {
        if (!_isStarted)
        {
            throw new InvalidOperationException("Expected Start before Continue, the prompts were not read.");
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var column = tokens.unsqueeze(1);                                                          // [rows, 1]
        var step = new TokenBatch(column, ones_like(column));
        return (_read is null ? Next(step, null) : Next(Joined(_read, step), pictures)).MoveToOuterDisposeScope();
    }

    /// <summary>Makes row r a copy of what row <c>parents[r]</c> was.</summary>
    /// <param name="parents">int64 [new rows].</param>
    /// <exception cref="InvalidOperationException">No cache is kept.</exception>
    public void Select(Tensor parents)
    {
        var cache = _cache ?? throw new InvalidOperationException("Expected a decoding with a cache to choose rows of, this one keeps none.");
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        cache.Select(parents);
    }

    public void Dispose()
    {
        _cache?.Dispose();
        _read?.Dispose();
    }

    private Tensor Next(TokenBatch batch, PictureStates? seen)
    {
        if (_cache is null)
        {
            var last = _read;
            _read = new TokenBatch(batch.Tokens.clone().DetachFromDisposeScope(), batch.Mask.clone().DetachFromDisposeScope());
            last?.Dispose();
        }

        return model.Score(model.Read(batch, seen, _cache, ForwardPass.Answer).select(1, -1));      // [rows, vocab]
    }

    private static TokenBatch Joined(TokenBatch first, TokenBatch second) =>
        new(cat([first.Tokens, second.Tokens], dim: 1), cat([first.Mask, second.Mask], dim: 1));    // [rows, tokens + 1]
}
