using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Retrieval;

/// <summary>
/// Takes from a model's probabilities what it would say whatever is asked: log p(token | path, query) − η · log p(token | path) (TIGeR), normalized
/// again. Owns both scorers.
/// </summary>
/// <param name="scorer">Of the queries.</param>
/// <param name="prior">Of as many queries that ask for nothing; decodes the same paths.</param>
/// <param name="weight">η.</param>
public sealed class PriorScorer(INextTokenScorer scorer, INextTokenScorer prior, double weight) : INextTokenScorer
{
    // A token that is next to impossible whatever is asked stays so: it must not be made the likeliest by subtracting.
    private const float Floor = -20;
    private float[] _priors = [];

    /// <inheritdoc/>
    public int VocabularySize => scorer.VocabularySize;

    /// <inheritdoc/>
    public int Queries => scorer.Queries;

    /// <inheritdoc/>
    public void Start(Span<float> logProbabilities)
    {
        scorer.Start(logProbabilities);
        prior.Start(Room(logProbabilities.Length));
        Subtract(logProbabilities);
    }

    /// <inheritdoc/>
    public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities)
    {
        scorer.Continue(parents, tokens, logProbabilities);
        prior.Continue(parents, tokens, Room(logProbabilities.Length));
        Subtract(logProbabilities);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        scorer.Dispose();
        prior.Dispose();
    }

    private Span<float> Room(int length)
    {
        if (_priors.Length < length)
        {
            _priors = new float[length];
        }

        return _priors.AsSpan(0, length);
    }

    private void Subtract(Span<float> logProbabilities)
    {
        var priors = _priors.AsSpan(0, logProbabilities.Length);
        TensorPrimitives.Max(priors, Floor, priors);
        TensorPrimitives.MultiplyAdd(priors, (float)-weight, logProbabilities, logProbabilities);
        LogSoftmax.Rows(logProbabilities, VocabularySize);
    }
}
