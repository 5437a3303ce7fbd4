using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Retrieval;

/// <summary>
/// Adds to every token's score how much nearer to the query it brings the vector that the path's tokens add up to (PRO): the vector of a path is the
/// sum of its tokens', so along a path these gains add up to the similarity of query and decoded prefix. Normalized again. Owns the scorer.
/// </summary>
/// <param name="scorer">Of the queries.</param>
/// <param name="gains">float32 [queries, vocab]: the product of each query's vector and each token's.</param>
/// <param name="weight">What the gains are multiplied with.</param>
public sealed class PrefixScorer(INextTokenScorer scorer, FeatureMatrix gains, double weight) : INextTokenScorer
{
    private int[] _queryOfRow = [.. Enumerable.Range(0, scorer.Queries)];

    /// <inheritdoc/>
    public int VocabularySize => scorer.VocabularySize;

    /// <inheritdoc/>
    public int Queries => scorer.Queries;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The gains are not of these queries and tokens.</exception>
    public void Start(Span<float> logProbabilities)
    {
        if (gains.Rows != Queries || gains.Dim != VocabularySize)
        {
            throw new ArgumentException($"Expected gains of [{Queries}, {VocabularySize}], got [{gains.Rows}, {gains.Dim}].", nameof(logProbabilities));
        }

        scorer.Start(logProbabilities);
        Add(logProbabilities);
    }

    /// <inheritdoc/>
    public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities)
    {
        scorer.Continue(parents, tokens, logProbabilities);
        var next = new int[parents.Length];
        for (var row = 0; row < next.Length; row++)
        {
            next[row] = _queryOfRow[parents[row]];
        }

        _queryOfRow = next;
        Add(logProbabilities);
    }

    /// <inheritdoc/>
    public void Dispose() => scorer.Dispose();

    private void Add(Span<float> logProbabilities)
    {
        for (var row = 0; row < _queryOfRow.Length; row++)
        {
            var scores = logProbabilities.Slice(row * VocabularySize, VocabularySize);
            TensorPrimitives.MultiplyAdd(gains[_queryOfRow[row]], (float)weight, scores, scores);
        }

        LogSoftmax.Rows(logProbabilities, VocabularySize);
    }
}
