using System.Buffers;
using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Retrieval;

/// <summary>
/// Asks a scorer for the rows of each step, and of the tokens only for the range that matters where the scorer can leave out others. Keeps the
/// latest answer, in buffers that are used again.
/// </summary>
internal sealed class ScoredRows(INextTokenScorer scorer) : IDisposable
{
    private float[] _scores = [];
    private int[] _parents = [];
    private int[] _tokens = [];
    private TokenRange _asked;      // what the next step is asked for
    private TokenRange _scored;     // what the latest answer holds

    /// <summary>Rows collected for the next step.</summary>
    public int Pending { get; private set; }

    public TokenScores this[int row] => new(_scores.AsSpan(row * _scored.Count, _scored.Count), _scored.First);

    /// <summary>Scores the first token of every query, one row each.</summary>
    public void Start()
    {
        _scored = new TokenRange(First: 0, scorer.VocabularySize);
        scorer.Start(Room(scorer.Queries));
    }

    /// <summary>Collects a row for the next step.</summary>
    /// <param name="parent">The row it extends.</param>
    /// <param name="token">The token it takes.</param>
    /// <param name="following">The tokens that will be asked about, ascending, at least one.</param>
    /// <returns>Its number.</returns>
    public int Extend(int parent, int token, ReadOnlySpan<int> following)
    {
        var range = TokenRange.Between(following[0], following[^1]);
        _asked = Pending == 0 ? range : _asked.With(range);
        if (Pending == _parents.Length)
        {
            Array.Resize(ref _parents, Math.Max(64, 2 * Pending));
            Array.Resize(ref _tokens, _parents.Length);
        }

        (_parents[Pending], _tokens[Pending]) = (parent, token);
        return Pending++;
    }

    /// <summary>Scores what follows the collected rows.</summary>
    public void Continue()
    {
        var parents = _parents.AsSpan(0, Pending);
        var tokens = _tokens.AsSpan(0, Pending);
        if (scorer is INextTokenRangeScorer ranged && _asked.IsWithin(scorer.VocabularySize))
        {
            _scored = _asked;
            ranged.Continue(parents, tokens, _asked.First, _asked.Count, Room(Pending));
        }
        else
        {
            _scored = new TokenRange(First: 0, scorer.VocabularySize);
            scorer.Continue(parents, tokens, Room(Pending));
        }

        Pending = 0;
    }

    public void Dispose() => Return();

    private Span<float> Room(int rows)
    {
        var size = (long)rows * _scored.Count;
        if (size > Array.MaxLength)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"Expected at most {Array.MaxLength} scores a step, got {rows} rows of {_scored.Count} tokens: "
                    + $"ask fewer queries together or use fewer beams."));
        }

        if (size > _scores.Length)
        {
            Return();
            _scores = ArrayPool<float>.Shared.Rent((int)size);
        }

        return _scores.AsSpan(0, (int)size);
    }

    private void Return()
    {
        if (_scores.Length > 0)
        {
            ArrayPool<float>.Shared.Return(_scores);
            _scores = [];
        }
    }
}
