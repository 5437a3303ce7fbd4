using Eidetic.Abstractions;

namespace Eidetic.Retrieval;

/// <summary>
/// Learns how much each kind of evidence counts: conditional logistic regression (McFadden 1974) of the right image among those that a
/// search found, i.e. ListNet's listwise loss with one relevant image (Cao et al. 2007), by Newton's method with a small ridge.
/// </summary>
public static class RerankFitter
{
    private const double Ridge = 1e-3;         // a query's worth of pull to the start

    /// <summary>Learns weights. Evidence that the right image has less of than others gets weight 0.</summary>
    /// <param name="examples">At least one query.</param>
    /// <param name="used">The evidence beside the identifiers' log-probability; what is not used gets weight 0.</param>
    /// <exception cref="ArgumentException">There is no example, or a right image is not among those found.</exception>
    public static RerankWeights Fit(IReadOnlyList<RerankExample> examples, RerankEvidence used)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count == 0)
        {
            throw new ArgumentException("Expected at least one query, got none.", nameof(examples));
        }

        if (examples.FirstOrDefault(e => (uint)e.Right >= (uint)e.Found.Count) is { } stray)
        {
            throw new ArgumentException($"Expected the right image among {stray.Found.Count} found, got place {stray.Right}.", nameof(examples));
        }

        Func<CandidateEvidence, double>[] features =
        [
            e => e.LogProbability,
            .. used.HasFlag(RerankEvidence.Similarity) ? [e => e.Similarity] : Array.Empty<Func<CandidateEvidence, double>>(),
            .. used.HasFlag(RerankEvidence.Likelihood) ? [e => e.Likelihood] : Array.Empty<Func<CandidateEvidence, double>>(),
        ];
        var start = new double[features.Length];
        start[0] = 1;
        var weights = NewtonDescent.Minimize(start, at => Loss(examples, features, at), at => Derivatives(examples, features, at));
        var fitted = new RerankWeights(
            weights[0],
            used.HasFlag(RerankEvidence.Similarity) ? weights[1] : 0,
            used.HasFlag(RerankEvidence.Likelihood) ? weights[^1] : 0);
        // Evidence that speaks against the right image is noise.
        var misleading = (fitted.Similarity < 0 ? RerankEvidence.Similarity : RerankEvidence.None)
            | (fitted.Likelihood < 0 ? RerankEvidence.Likelihood : RerankEvidence.None);
        return misleading == RerankEvidence.None ? fitted : Fit(examples, used & ~misleading);
    }

    private static double Loss(IReadOnlyList<RerankExample> examples, Func<CandidateEvidence, double>[] features, double[] weights)
    {
        var loss = Ridge / 2 * weights.Select((w, i) => Math.Pow(w - (i == 0 ? 1 : 0), 2)).Sum();
        foreach (var example in examples)
        {
            var scores = example.Found.Select(found => Score(found, features, weights)).ToArray();
            loss += (LogSum.Of(scores) - scores[example.Right]) / examples.Count;
        }

        return loss;
    }

    private static (double[] Gradient, double[,] Curvature) Derivatives(
        IReadOnlyList<RerankExample> examples, Func<CandidateEvidence, double>[] features, double[] weights)
    {
        var count = features.Length;
        var (gradient, curvature) = (new double[count], new double[count, count]);
        for (var i = 0; i < count; i++)
        {
            gradient[i] = Ridge * (weights[i] - (i == 0 ? 1 : 0));
            curvature[i, i] = Ridge;
        }

        foreach (var example in examples)
        {
            var values = example.Found.Select(found => features.Select(f => f(found)).ToArray()).ToArray();
            var scores = example.Found.Select(found => Score(found, features, weights)).ToArray();
            var total = LogSum.Of(scores);
            var mean = new double[count];
            for (var place = 0; place < values.Length; place++)
            {
                var share = Math.Exp(scores[place] - total);
                for (var i = 0; i < count; i++)
                {
                    mean[i] += share * values[place][i];
                    for (var j = 0; j < count; j++)
                    {
                        curvature[i, j] += share * values[place][i] * values[place][j] / examples.Count;
                    }
                }
            }

            for (var i = 0; i < count; i++)
            {
                gradient[i] += (mean[i] - values[example.Right][i]) / examples.Count;
                for (var j = 0; j < count; j++)
                {
                    curvature[i, j] -= mean[i] * mean[j] / examples.Count;
                }
            }
        }

        return (gradient, curvature);
    }

    private static double Score(CandidateEvidence found, Func<CandidateEvidence, double>[] features, double[] weights)
    {
        var score = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            score += weights[i] * features[i](found);
        }

        return score;
    }
}
