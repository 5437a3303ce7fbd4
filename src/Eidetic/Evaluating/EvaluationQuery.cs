namespace Eidetic;

/// <summary>A query and the image it should find.</summary>
/// <param name="Query">The description.</param>
/// <param name="Image">Key of the image.</param>
public sealed record EvaluationQuery(string Query, string Image);
