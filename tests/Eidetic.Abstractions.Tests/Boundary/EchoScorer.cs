namespace Eidetic.Abstractions.Tests.Boundary;

/// <summary>A third party's scorer: query q wants token q first, and after any token the last one.</summary>
internal sealed class EchoScorer(int queries, int vocabularySize) : INextTokenScorer
{
    public int VocabularySize => vocabularySize;

    public int Queries => queries;

    public void Start(Span<float> logProbabilities)
    {
        logProbabilities.Fill(float.NegativeInfinity);
        for (var query = 0; query < queries; query++)
        {
            logProbabilities[query * vocabularySize + query] = 0;
        }
    }

    public void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities)
    {
        logProbabilities.Fill(float.NegativeInfinity);
        for (var row = 0; row < tokens.Length; row++)
        {
            logProbabilities[row * vocabularySize + vocabularySize - 1] = 0;
        }
    }

    public void Dispose()
    {
    }
}
