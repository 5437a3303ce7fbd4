using System.Text.Json.Serialization;

namespace Eidetic.Cli.Json;

/// <summary>The answer to one query, as <c>recall --json</c> prints it.</summary>
/// <param name="Query">The query in words, or the file it was asked with.</param>
/// <param name="Hits">Best first.</param>
internal sealed record RecallLine(string Query, IReadOnlyList<HitEntry> Hits)
{
    /// <summary>Calibrated probability that the memory holds what was asked for; left out where nobody can say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Match { get; init; }

    /// <summary>Whether the answer is that nothing matches; left out where <see cref="Match"/> is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? NoMatch { get; init; }

    /// <summary>The hit that would have come first, where nothing matches; else left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HitEntry? Closest { get; init; }
}
