using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Scores the rows of one decoding with key-value caches. Owns its state; one thread at a time; dispose it with the decoding.</summary>
internal sealed class CompactScorer : INextTokenRangeScorer
{
    // Blocks of rows take little memory, whatever the number of queries and beams, and stay near the processor.
    private const int RowsAtOnce = 128;
    private readonly CompactDecoder _decoder;
    private readonly QuerySides _sides;
    private readonly LayerCache[] _caches;
    private readonly List<RowBlock> _blocks = [];   // of the latest step
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

        if (logProbabilities.Length != parents.Length * tokenCount)
        {
            throw new ArgumentException($"Expected room for {parents.Length * tokenCount} scores, got {logProbabilities.Length}.", nameof(logProbabilities));
        }

        Keep();
        _position++;
        for (var first = 0; first < parents.Length; first += RowsAtOnce)
        {
            var rows = Math.Min(RowsAtOnce, parents.Length - first);
            var scores = logProbabilities.Slice(first * tokenCount, rows * tokenCount);
            _blocks.Add(Read(parents.Slice(first, rows), tokens.Slice(first, rows), firstToken, tokenCount, scores));
        }
    }

    public void Dispose()
    {
        Drop(_blocks);
        foreach (var cache in _caches)
        {
            cache.Dispose();
        }

        _joint.Dispose();
        _sides.Text?.Dispose();
        _sides.Image?.Shared.Dispose();
        _sides.Image?.Seen.Dispose();
    }

    private RowBlock Read(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, int firstToken, int tokenCount, Span<float> logProbabilities)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var parentRows = ToTensor(parents);                                       // int64 [rows]
        var block = new RowBlock(_joint.index_select(0, parentRows).DetachFromDisposeScope(), [.. _caches.Select(cache => cache.Choose(parentRows))]);
        try
        {
            var stepQueries = _decoder.ReadNext(ToTensor(tokens), _position, block.Joint, block.Caches); // [rows, queryDim + directDim]
            Write(_decoder.Logits(stepQueries, firstToken, tokenCount), logProbabilities);
            return block;
        }
        catch
        {
            block.Dispose();
            throw;
        }
    }

    // The rows of the step before, which is done when another one follows: after the last one nobody asks for them.
    private void Keep()
    {
        if (_blocks.Count == 0)
        {
            return;
        }

        using var noGrad = no_grad();
        var joint = cat([.. _blocks.Select(block => block.Joint)]).DetachFromDisposeScope();      // [rows, queryDim]
        _joint.Dispose();
        _joint = joint;
        for (var layer = 0; layer < _caches.Length; layer++)
        {
            _caches[layer].Join([.. _blocks.Select(block => block.Caches[layer])]);
        }

        Drop(_blocks);
    }

    private static void Drop(List<RowBlock> blocks)
    {
        blocks.ForEach(block => block.Dispose());
        blocks.Clear();
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

    /// <summary>Some rows of a step.</summary>
    /// <param name="Joint">float32 [rows, queryDim].</param>
    /// <param name="Caches">One a layer.</param>
    private sealed record RowBlock(Tensor Joint, LayerCache[] Caches) : IDisposable
    {
        public void Dispose()
        {
            Joint.Dispose();
            foreach (var cache in Caches)
            {
                cache.Dispose();
            }
        }
    }
}
