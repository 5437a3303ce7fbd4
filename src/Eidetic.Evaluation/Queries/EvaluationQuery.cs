namespace Eidetic.Evaluation;

/// <summary>A question whose answer is known.</summary>
/// <param name="Query">The description in words.</param>
/// <param name="Image">Key of the image it describes.</param>
public sealed record EvaluationQuery(string Query, string Image);
