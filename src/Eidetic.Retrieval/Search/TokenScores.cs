using System.Globalization;

namespace Eidetic.Retrieval;

/// <summary>A scorer's log-probabilities of the tokens that may follow one path.</summary>
/// <param name="scores">float32 [tokens]: of a range of the vocabulary.</param>
/// <param name="firstToken">Where that range begins.</param>
internal readonly ref struct TokenScores(ReadOnlySpan<float> scores, int firstToken)
{
    /// <summary>How far above 0 rounding may carry the logarithm of a probability.</summary>
    private const float Rounding = 1e-3f;

    private readonly ReadOnlySpan<float> _scores = scores;

    /// <summary>The log-probability of a token that <see cref="Checked"/> has let pass.</summary>
    public float this[int token] => _scores[token - firstToken];

    /// <summary>The log-probability of a token as the scorer gave it.</summary>
    /// <exception cref="InvalidOperationException">The scorer does not know the token, or gave something else.</exception>
    public float Checked(int token)
    {
        if ((uint)(token - firstToken) >= (uint)_scores.Length)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Expected a scorer over the trie's vocabulary, got {firstToken + _scores.Length} tokens where the trie has token {token}."));
        }

        var logProbability = _scores[token - firstToken];
        return logProbability <= Rounding ? logProbability : throw Refused(logProbability, token);
    }

    private static InvalidOperationException Refused(float logProbability, int token) => new(string.Create(CultureInfo.InvariantCulture,
        $"Expected log-probabilities from the scorer, got {logProbability} for token {token}: "
            + $"the model's weights or the query's features are broken."));
}
