namespace Eidetic.Retrieval;

/// <summary>How much each kind of evidence counts in the order of the images that a search found.</summary>
/// <param name="LogProbability">Of the identifiers' log-probability.</param>
/// <param name="Similarity">Of the dense similarity.</param>
/// <param name="Likelihood">Of the reverse likelihood.</param>
public sealed record RerankWeights(double LogProbability, double Similarity, double Likelihood)
{
    /// <summary>The score of an image: the weighted sum of its evidence.</summary>
    /// <param name="evidence">What is known of it.</param>
    public double Score(CandidateEvidence evidence) =>
        LogProbability * evidence.LogProbability + Similarity * evidence.Similarity + Likelihood * evidence.Likelihood;
}
