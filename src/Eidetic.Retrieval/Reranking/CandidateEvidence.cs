namespace Eidetic.Retrieval;

/// <summary>What is known of an image that a search found.</summary>
/// <param name="LogProbability">Natural logarithm of the probability of its identifiers, given the query.</param>
/// <param name="Similarity">Cosine of query and image, divided by the shared space's temperature.</param>
/// <param name="Likelihood">Natural logarithm of p(query's words | image), up to a constant of the query.</param>
public readonly record struct CandidateEvidence(double LogProbability, double Similarity, double Likelihood);
