using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Scores the rows of one decoding with key-value caches. Owns its state; one thread at a time; dispose it with the decoding.</summary>
internal sealed class CompactScorer : INextTokenRangeScorer
{
    private readonly CompactDecoder _decoder;
    private readonly QuerySides _sides;
    private readonly LayerCache[] _caches;
    private Tensor _joint;                 // float32 [rows, queryDim]
    private int _position = -1;            // place of the last token taken; -1 before the first
    private bool _isStarted;

    /// <param name="decoder">In eval mode; stays the caller's.</param>
    /// <param name="sides">The queries; the scorer takes ownership of their tensors, which no dispose scope may hold.</param>
    public CompactScorer(CompactDecoder decoder, QuerySides sides)
    {
        _decoder = decoder;
        _sides = sides;
        _caches = Enumerable.Range(0, decoder.Options.Layers).Select(_ => new LayerCache(leastRoom: 0)).ToArray();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        _joint = sides.Joint(decoder.Options.SharedDim).DetachFromDisposeScope();
        Queries = (int)_joint.shape[0];
    }

    public int VocabularySize => _decoder.Options.Vocabulary;

    public int Queries { get; }

    public void Start(Span<float> logProbabilities)
    {
        if (_isStarted)
        {
            throw new InvalidOperationException("Expected Start once for each decoding, it was called twice.");
        }

        _isStarted = true;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Write(_decoder.ScoreFirst(_sides, _joint, _caches), logProbabilities);
    }

    public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities) =>
        Continue(parents, tokens, firstToken: 0, VocabularySize, logProbabilities);

    public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, int firstToken, int tokenCount, Span<float> logProbabilities)
    {
        if (!_isStarted || parents.Length != tokens.Length || parents.IsEmpty)
        {
            throw new InvalidOperationException($"Expected Start first and as many parents as tokens, got {parents.Length} and {tokens.Length}.");
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var parentRows = ToTensor(parents);                                       // int64 [rows]
        foreach (var cache in _caches)
        {
            cache.Select(parentRows);
        }

        var joint = _joint.index_select(0, parentRows).DetachFromDisposeScope();  // [rows, queryDim]
        _joint.Dispose();
        _joint = joint;
        _position++;
        var stepQueries = _decoder.ReadNext(ToTensor(tokens), _position, _joint, _caches); // [rows, queryDim + directDim]
        Write(_decoder.Logits(stepQueries, firstToken, tokenCount), logProbabilities);
    }

    public void Dispose()
    {
        foreach (var cache in _caches)
        {
            cache.Dispose();
        }

        _joint.Dispose();
        _sides.Text?.Dispose();
        _sides.Image?.Shared.Dispose();
        _sides.Image?.Seen.Dispose();
    }

    private Tensor ToTensor(ReadOnlySpan<int> values)
    {
        var wide = new long[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            wide[i] = values[i];
        }

        return tensor(wide, device: _joint.device);
    }

    private static void Write(Tensor logits, Span<float> destination)
    {
        var scores = nn.functional.log_softmax(logits, dim: -1).cpu().contiguous();   // [rows, tokens]
        var values = scores.data<float>();
        if (values.Count != destination.Length)
        {
            throw new ArgumentException($"Expected room for {values.Count} scores, got {destination.Length}.", nameof(destination));
        }

        values.CopyTo(destination);
    }
}
