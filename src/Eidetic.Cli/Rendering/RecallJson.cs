using System.Text.Json;
using Eidetic.Abstractions;
using Eidetic.Cli.Json;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints answers as JSON, one object a line.</summary>
internal static class RecallJson
{
    public static void Write(IAnsiConsole console, IReadOnlyList<RecallResult> results, string? imageFile)
    {
        foreach (var result in results)
        {
            var line = new RecallLine(result.Query.Text ?? imageFile ?? "", [.. result.Hits.Select(HitEntry.From)])
            {
                Match = result.MatchProbability,
                NoMatch = result.MatchProbability is null ? null : result.NoMatch,
                Closest = result.Closest is { } closest ? HitEntry.From(closest) : null,
            };
            Remarks.WriteRaw(console, ReadableJson.Unescape(JsonSerializer.Serialize(line, CliJson.Readable.RecallLine)));
        }
    }
}
