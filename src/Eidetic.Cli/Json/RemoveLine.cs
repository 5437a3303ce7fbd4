namespace Eidetic.Cli.Json;

/// <summary>What <c>remove --json</c> prints.</summary>
/// <param name="Removed">Keys that went.</param>
/// <param name="Images">Images that the memory holds now.</param>
/// <param name="Seconds">Time it took.</param>
internal sealed record RemoveLine(IReadOnlyList<string> Removed, int Images, double Seconds);
