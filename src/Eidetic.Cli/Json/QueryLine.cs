namespace Eidetic.Cli.Json;

/// <summary>One line of a file of queries.</summary>
/// <param name="Query">The description.</param>
/// <param name="Image">Key of the image it should find; only evaluation needs it.</param>
internal sealed record QueryLine(string? Query, string? Image);
