using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Writes on from prompts, one token a row and step, until every row has ended. As safe to share between threads as its sampler.</summary>
/// <param name="sampler">Chooses the tokens; stays the caller's.</param>
/// <param name="options">How much is written.</param>
internal sealed class TokenGenerator(ITokenSampler sampler, GenerationOptions options)
{
    /// <summary>Writes on.</summary>
    /// <param name="model">Stays the caller's.</param>
    /// <param name="prompts">int64 [rows, tokens], padded on the left; stays the caller's.</param>
    /// <param name="pictures">What the model saw of the pictures in the prompts, or null; stays the caller's.</param>
    /// <returns>For each prompt, <see cref="GenerationOptions.Copies"/> times, what was written after it, without the end token.</returns>
    public IReadOnlyList<IReadOnlyList<int>> Generate(ILanguageModel model, TokenBatch prompts, PictureStates? pictures = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Copies, 1);
        using var continuation = new Continuation(model, pictures, options.KeepsCache);
        var rows = Enumerable.Range(0, (int)prompts.Tokens.shape[0] * options.Copies).Select(_ => new List<int>()).ToArray();
        var hasEnded = new bool[rows.Length];
        using var outer = NewDisposeScope();
        var next = sampler.Choose(Start(continuation, prompts));                                    // int64 [rows]
        while (!Write(next, rows, hasEnded))
        {
            using var scope = NewDisposeScope();
            var following = sampler.Choose(continuation.Continue(next)).MoveToOuterDisposeScope();
            next.Dispose();
            next = following;
        }

        return rows;
    }

    private Tensor Start(Continuation continuation, TokenBatch prompts)
    {
        var logits = continuation.Start(prompts);                                                  // [prompts, vocab]
        if (options.Copies == 1)
            return logits;

        var parents = TensorNumbers.Range(prompts.Tokens.shape[0], device: prompts.Tokens.device).repeat_interleave(options.Copies); // [prompts*copies]
        continuation.Select(parents);
        return logits.index_select(0, parents);                                                    // [prompts*copies, vocab]
    }

    // Rows that have ended are fed on, because a batch is read as one, and nothing more is written for them.
    private bool Write(Tensor tokens, List<int>[] rows, bool[] hasEnded)
    {
        using var scope = NewDisposeScope();
        var chosen = tokens.cpu().data<long>();
        for (var row = 0; row < rows.Length; row++)
        {
            hasEnded[row] |= chosen[row] == options.EndToken;
            if (!hasEnded[row])
            {
                rows[row].Add((int)chosen[row]);
                hasEnded[row] = rows[row].Count == options.MaxTokens;
            }
        }

        return Array.TrueForAll(hasEnded, ended => ended);
    }
}
