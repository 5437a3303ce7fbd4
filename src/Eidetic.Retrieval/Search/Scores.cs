using System.Globalization;

namespace Eidetic.Retrieval;

/// <summary>Reads a scorer's log-probabilities and refuses what none can be.</summary>
internal static class Scores
{
    /// <summary>How far above 0 rounding may carry the logarithm of a probability.</summary>
    private const float Rounding = 1e-3f;

    /// <summary>The log-probability of a token as the scorer gave it.</summary>
    /// <exception cref="InvalidOperationException">The scorer does not know the token, or gave something else.</exception>
    public static float At(ReadOnlySpan<float> row, int token)
    {
        if ((uint)token >= (uint)row.Length)
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Expected a scorer over the trie's vocabulary, got {row.Length} tokens where the trie has token {token}."));
        }

        var logProbability = row[token];
        return logProbability <= Rounding ? logProbability : throw Refused(logProbability, token);
    }

    private static InvalidOperationException Refused(float logProbability, int token) => new(string.Create(CultureInfo.InvariantCulture,
        $"Expected log-probabilities from the scorer, got {logProbability} for token {token}: "
            + $"the model's weights or the query's features are broken."));
}
