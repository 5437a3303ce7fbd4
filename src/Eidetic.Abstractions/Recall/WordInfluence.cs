namespace Eidetic.Abstractions;

/// <summary>How far one word of a query moved the model towards an image, measured by leaving it out (Li et al. 2016, arXiv 1612.08220).</summary>
/// <param name="Word">The word as it stands in the query.</param>
/// <param name="Start">Where it begins in <see cref="RecallQuery.Text"/>, in UTF-16 units.</param>
/// <param name="Influence">
/// The logarithm of the image's probability with the word less that without it, in nats: positive where the word spoke for the image.
/// </param>
public sealed record WordInfluence(string Word, int Start, double Influence);
