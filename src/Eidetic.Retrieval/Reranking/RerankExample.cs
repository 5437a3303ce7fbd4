namespace Eidetic.Retrieval;

/// <summary>A query whose image is known, to learn weights from.</summary>
/// <param name="Found">What is known of the images that the search found.</param>
/// <param name="Right">Place of the right one among them.</param>
public sealed record RerankExample(IReadOnlyList<CandidateEvidence> Found, int Right);
