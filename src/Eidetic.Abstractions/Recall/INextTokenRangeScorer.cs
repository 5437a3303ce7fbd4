namespace Eidetic.Abstractions;

/// <summary>
/// A scorer that can leave out tokens which nobody asks about. Of a large vocabulary few tokens may follow most paths, and comparing a
/// row with all of them is then most of a decoding's work.
/// </summary>
public interface INextTokenRangeScorer : INextTokenScorer
{
    /// <summary>Extends rows by a token each and scores some of the tokens that may follow.</summary>
    /// <param name="parents">int [rows]: row r extends row <c>parents[r]</c> of the previous call.</param>
    /// <param name="tokens">int [rows]: the token row r takes.</param>
    /// <param name="firstToken">The first token to score.</param>
    /// <param name="tokenCount">How many to score from there on, at least 1.</param>
    /// <param name="logProbabilities">Receives float32 [rows, tokenCount], natural logarithms normalized over these tokens.</param>
    void Continue(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, int firstToken, int tokenCount, Span<float> logProbabilities);
}
