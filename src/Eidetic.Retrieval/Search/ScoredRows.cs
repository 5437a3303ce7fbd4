using System.Buffers;
using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Retrieval;

/// <summary>Asks a scorer for the rows of each step and keeps the latest answer, in buffers that are used again.</summary>
internal sealed class ScoredRows(INextTokenScorer scorer) : IDisposable
{
    private float[] _scores = [];
    private int[] _parents = [];
    private int[] _tokens = [];

    /// <summary>Rows collected for the next step.</summary>
    public int Pending { get; private set; }

    public ReadOnlySpan<float> this[int row] => _scores.AsSpan(row * scorer.VocabularySize, scorer.VocabularySize);

    /// <summary>Scores the first token of every query, one row each.</summary>
    public void Start() => scorer.Start(Room(scorer.Queries));

    /// <summary>Collects a row for the next step.</summary>
    /// <returns>Its number.</returns>
    public int Extend(int parent, int token)
    {
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
        scorer.Continue(_parents.AsSpan(0, Pending), _tokens.AsSpan(0, Pending), Room(Pending));
        Pending = 0;
    }

    public void Dispose() => Return();

    private Span<float> Room(int rows)
    {
        var size = (long)rows * scorer.VocabularySize;
        if (size > Array.MaxLength)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"Expected at most {Array.MaxLength} scores a step, got {rows} rows of {scorer.VocabularySize} tokens: "
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
