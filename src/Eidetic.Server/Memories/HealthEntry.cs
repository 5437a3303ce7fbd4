namespace Eidetic.Server.Memories;

/// <summary>Whether the server can answer.</summary>
/// <param name="Status"><c>ok</c>.</param>
internal sealed record HealthEntry(string Status);
