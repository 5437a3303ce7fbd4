namespace Eidetic;

/// <summary>A query in words whose image is known and can be taken away.</summary>
/// <param name="Text">The words.</param>
/// <param name="Vector">float32 [dim], what stored vectors are compared with.</param>
/// <param name="Image">The image that is meant; one of the candidates.</param>
/// <param name="Candidates">Images that can be named.</param>
internal sealed record RemovalQuery(string Text, float[] Vector, int Image, IReadOnlyList<int> Candidates);
