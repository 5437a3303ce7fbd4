using Eidetic.Abstractions;

namespace Eidetic.Retrieval.Tests;

/// <summary>Gives of another scorer's rows what is asked for and nothing else.</summary>
/// <param name="scorer">Gives whole rows.</param>
internal sealed class TableRangeScorer(INextTokenScorer scorer) : INextTokenRangeScorer
{
    public int VocabularySize => scorer.VocabularySize;

    public int Queries => scorer.Queries;

    /// <summary>The ranges that were asked for.</summary>
    public List<(int First, int Count)> Ranges { get; } = [];

    public void Start(Span<float> logProbabilities) => scorer.Start(logProbabilities);

    public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities) =>
        throw new InvalidOperationException("Expected a range to be asked for.");

    public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, int firstToken, int tokenCount, Span<float> logProbabilities)
    {
        Ranges.Add((firstToken, tokenCount));
        var whole = new float[parents.Length * VocabularySize];
        scorer.Continue(parents, tokens, whole);
        for (var row = 0; row < parents.Length; row++)
        {
            whole.AsSpan((row * VocabularySize) + firstToken, tokenCount).CopyTo(logProbabilities[(row * tokenCount)..]);
        }
    }

    public void Dispose() => scorer.Dispose();
}
