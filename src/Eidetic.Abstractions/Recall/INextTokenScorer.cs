namespace Eidetic.Abstractions;

/// <summary>
/// Scores next tokens for the rows of one decoding: first one row for each query, then one row for each live beam. It holds what the
/// decoding needs (prefix, key-value cache) and is disposed with it. One thread at a time.
/// </summary>
/// <remarks>
/// A scorer knows no trie: it normalizes over the whole vocabulary. A search normalizes again, over the tokens that may follow along its
/// trie, so what a scorer gives to all other tokens changes no result.
/// </remarks>
public interface INextTokenScorer : IDisposable
{
    /// <summary>Number of tokens in the identifier vocabulary.</summary>
    int VocabularySize { get; }

    /// <summary>Number of queries decoded together.</summary>
    int Queries { get; }

    /// <summary>Scores the first token of every query. Called once, before <see cref="Continue"/>.</summary>
    /// <param name="logProbabilities">Receives float32 [queries, vocab], natural logarithms normalized over the whole vocabulary.</param>
    void Start(Span<float> logProbabilities);

    /// <summary>Extends rows by a token each and scores what follows.</summary>
    /// <param name="parents">int [rows]: row r extends row <c>parents[r]</c> of the previous call.</param>
    /// <param name="tokens">int [rows]: the token row r takes.</param>
    /// <param name="logProbabilities">Receives float32 [rows, vocab].</param>
    void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities);
}
