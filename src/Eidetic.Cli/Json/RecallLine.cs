namespace Eidetic.Cli.Json;

/// <summary>The answer to one query, as <c>recall --json</c> prints it.</summary>
/// <param name="Query">The query in words, or the file it was asked with.</param>
/// <param name="Hits">Best first.</param>
internal sealed record RecallLine(string Query, IReadOnlyList<HitEntry> Hits);
