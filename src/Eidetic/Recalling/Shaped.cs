using Eidetic.Abstractions;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>Starts decodings whose scores are shaped.</summary>
internal static class Shaped
{
    /// <summary>Starts a decoding.</summary>
    /// <param name="asked">The queries.</param>
    /// <param name="shaping">What to add, or null for nothing.</param>
    /// <exception cref="OptionException">A value is out of range, or the model or these queries do not allow it.</exception>
    public static INextTokenScorer Create(AskedQueries asked, ScoreShaping? shaping)
    {
        shaping?.Check();
        if (shaping is null or { PriorWeight: 0, PrefixWeight: 0 })
        {
            return asked.CreateScorer();
        }

        if (asked.CreatePrior is null || asked.TokenGains is null)
        {
            throw new OptionException("Expected queries in words and a memory of the compact model to shape scores by prior or prefix, got others: leave the options out.");
        }

        var scorer = asked.CreateScorer();
        if (shaping.PrefixWeight > 0)
        {
            scorer = new PrefixScorer(scorer, asked.TokenGains(), shaping.PrefixWeight);
        }

        return shaping.PriorWeight > 0 ? new PriorScorer(scorer, asked.CreatePrior(), shaping.PriorWeight) : scorer;
    }
}
