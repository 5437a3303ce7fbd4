using System.Text.Json.Serialization;
using Eidetic.Abstractions;

namespace Eidetic.Cli.Json;

/// <summary>One hit, as <c>recall --json</c> prints it.</summary>
internal sealed record HitEntry(
    int Rank,
    string Image,
    string? Path,
    double Probability,
    double Score,
    IReadOnlyList<string> Identifier,
    IReadOnlyList<TraceStep> Trace,
    IReadOnlyList<WordInfluence> Words)
{
    /// <summary>Calibrated probability that this is the image that was meant; left out where nobody can say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Confidence { get; init; }

    public static HitEntry From(Hit hit) =>
        new(hit.Rank, hit.Key, hit.Path, hit.Probability, hit.Score, hit.Identifier, hit.Trace, hit.Words) { Confidence = hit.Confidence };
}
