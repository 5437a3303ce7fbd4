namespace Eidetic.Retrieval;

/// <summary>
/// What a calibration sees of an answer. Hits beyond <see cref="Depth"/> change nothing about the answer as a whole, so that a wider beam does
/// not either.
/// </summary>
/// <remarks>
/// How much probability the hits have together tells nothing about whether anything matches, though it would look as if it did: a model knows no
/// other images than those it memorized and gives them all of its probability, whatever is asked. Only where images are removed from a trie that
/// held them does some go missing. A judgement that leaned on it would be good at queries about removed images and worse than chance at queries
/// about what was never there (<c>docs/experiments.md</c>). So hits are weighed against each other, and by how near they are.
/// </remarks>
internal static class AnswerFeatures
{
    /// <summary>Hits that are looked at.</summary>
    public const int Depth = 10;

    private const double LeastLog = -50; // of a probability that came out as 0

    /// <summary>Names of what <see cref="OfAnswer"/> gives.</summary>
    public static IReadOnlyList<string> AnswerNames { get; } =
        ["margin", "entropy", "bestSimilarity", "highestSimilarity", "meanSimilarity", "centreSimilarity", "candidates"];

    /// <summary>Names of what <see cref="OfHit"/> gives.</summary>
    public static IReadOnlyList<string> HitNames { get; } =
        ["logProbability", "share", "rank", "similarity", "similarityLead", "meanSimilarity", "mass", "candidates"];

    /// <summary>What tells whether the answer holds what was asked for. There is at least one hit.</summary>
    public static double[] OfAnswer(RecalledAnswer answer)
    {
        var logs = Logs(answer);
        var mass = LogSum.Of(logs);
        var similarities = answer.Similarities.Take(Depth).ToArray();
        return
        [
            logs.Length > 1 ? logs[0] - logs[1] : 0,
            logs.Sum(log => Math.Exp(log - mass) * (mass - log)),
            similarities[0],
            similarities.Max(),
            similarities.Average(),
            answer.CentreSimilarity,
            Math.Log(answer.CandidateShare),
        ];
    }

    /// <summary>What tells whether a hit is the image that was meant.</summary>
    public static double[] OfHit(RecalledAnswer answer, int place)
    {
        var log = Log(answer.Hits[place]);
        var mass = LogSum.Of(Logs(answer));
        var similarities = answer.Similarities.Take(Depth).ToArray();
        return
        [
            log,
            log - mass,
            Math.Log(place + 1),
            answer.Similarities[place],
            answer.Similarities[place] - similarities.Max(),
            similarities.Average(),
            mass,
            Math.Log(answer.CandidateShare),
        ];
    }

    private static double[] Logs(RecalledAnswer answer) => [.. answer.Hits.Take(Depth).Select(Log)];

    private static double Log(RecalledImage hit) => Math.Max(LeastLog, hit.LogProbability);
}
