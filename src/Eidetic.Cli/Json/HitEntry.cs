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
    public static HitEntry From(Hit hit) =>
        new(hit.Rank, hit.Key, hit.Path, hit.Probability, hit.Score, hit.Identifier, hit.Trace, hit.Words);
}
