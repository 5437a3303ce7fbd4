namespace Eidetic.Abstractions;

/// <summary>What the images that a search found are ordered by, beside the probability of their identifiers.</summary>
[Flags]
public enum RerankEvidence
{
    /// <summary>Nothing: the order of the search.</summary>
    None = 0,

    /// <summary>Dense similarity: the cosine of query and image in the shared space, by vectors stored at 8 bits (GENIUS).</summary>
    Similarity = 1,

    /// <summary>Reverse likelihood: how likely the image's captions hold the query's words, p(query | image) (TIGeR).</summary>
    Likelihood = 2,

    /// <summary>Both.</summary>
    Both = Similarity | Likelihood,
}
