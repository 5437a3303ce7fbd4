namespace Eidetic.Cli.Json;

/// <summary>One line of a file of queries.</summary>
/// <param name="Query">The description; other members of the line are ignored.</param>
internal sealed record QueryLine(string? Query);
