using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Scores identifier tokens with a language model: the prompts are read once, then every beam token by token. Probabilities are over the
/// identifier vocabulary only. Owns its cache; one thread at a time; dispose it with the decoding.
/// </summary>
internal sealed class LanguageModelScorer : INextTokenScorer
{
    private readonly IMultimodalModel _model;
    private readonly IReadOnlyList<PromptText> _prompts;
    private readonly int[] _modelTokens;          // [identifier vocabulary]
    private readonly bool _areNew;
    private readonly Device _device;
    private DecodingCache? _cache;

    /// <param name="model">Stays the caller's.</param>
    /// <param name="tokens">Which model tokens identifiers are made of.</param>
    /// <param name="prompts">One a query.</param>
    /// <param name="device">Where the model computes.</param>
    public LanguageModelScorer(IMultimodalModel model, IdentifierTokens tokens, IReadOnlyList<PromptText> prompts, Device device)
    {
        (_model, _prompts, _areNew, _device) = (model, prompts, tokens.AreNew, device);
        _modelTokens = tokens.In(model);
    }

    public int VocabularySize => _modelTokens.Length;

    public int Queries => _prompts.Count;

    public void Start(Span<float> logProbabilities)
    {
        if (_cache is not null)
        {
            throw new InvalidOperationException("Expected Start once for each decoding, it was called twice.");
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _cache = _model.CreateCache();
        using var batch = PromptBatch.PadLeft([.. _prompts.Select(_model.Tokenize)], _model.PaddingToken, _device);
        using var pictures = _model.See([.. _prompts.Select(p => p.Pictures)]);
        Write(_model.Read(batch, pictures, _cache, ForwardPass.Answer), logProbabilities);
    }

    public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities)
    {
        if (_cache is null || parents.Length != tokens.Length || parents.IsEmpty)
        {
            throw new InvalidOperationException($"Expected Start first and as many parents as tokens, got {parents.Length} and {tokens.Length}.");
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var rows = parents.Length;
        var (parentRows, next, mask) = (new long[rows], new long[rows], new long[rows]);
        for (var row = 0; row < rows; row++)
        {
            (parentRows[row], next[row], mask[row]) = (parents[row], _modelTokens[tokens[row]], 1);
        }

        using var selected = PromptBatch.Whole(parentRows, _device, rows);
        _cache.Select(selected);
        using var batch = new TokenBatch(PromptBatch.Whole(next, _device, rows, 1), PromptBatch.Whole(mask, _device, rows, 1));
        Write(_model.Read(batch, null, _cache, ForwardPass.Answer), logProbabilities);
    }

    public void Dispose() => _cache?.Dispose();

    private void Write(Tensor states, Span<float> destination)
    {
        var last = states.select(1, states.shape[1] - 1);                                                         // [rows, dim]
        using var own = PromptBatch.Whole([.. _modelTokens.Select(t => (long)t)], _device, _modelTokens.Length);  // [vocab]
        var logits = _areNew ? _model.ScoreNew(last) : _model.Score(last).index_select(1, own);                   // [rows, vocab]
        var scores = nn.functional.log_softmax(logits.to(ScalarType.Float32), dim: -1).cpu().contiguous();        // [rows, vocab]
        var values = scores.data<float>();
        if (values.Count != destination.Length)
        {
            throw new ArgumentException($"Expected room for {values.Count} scores, got {destination.Length}.", nameof(destination));
        }

        values.CopyTo(destination);
    }
}
