using Eidetic.Abstractions;
using Eidetic.Cli.Demo;
using Eidetic.Cli.Rendering;

namespace Eidetic.Cli.Api;

/// <summary>Turns explained answers into what their page shows.</summary>
internal static class RecallPageContent
{
    /// <summary>The page of a recall.</summary>
    /// <param name="results">The answers, explained.</param>
    /// <param name="imageFile">The picture that was asked with, or null.</param>
    /// <param name="memory">The memory that was asked.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="command">The command that makes the page again.</param>
    public static DemoReport From(IReadOnlyList<RecallResult> results, string? imageFile, IOpenMemory memory, string folder, string command)
    {
        var thumbnails = new Thumbnails(memory.OpenImage);
        return new DemoReport
        {
            Title = $"Recalled from {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))}",
            Summary = "Each image with the words that moved the model to it, and the way it took through the names that exist.",
            Facts =
            [
                new DemoFact(results.Count == 1 ? "query" : "queries", Display.Count(results.Count)),
                new DemoFact("images", Display.Count(memory.Info.Images)),
                new DemoFact("identifiers", memory.Info.Scheme),
            ],
            Queries =
            [
                .. results.Select(result => new DemoQuery
                {
                    Text = result.Query.Text ?? imageFile ?? "",
                    Hits =
                    [
                        .. result.Hits.Select(hit =>
                            ExplainedHit.From(hit, result.Query.Text, thumbnails.OfHit(hit.Key), thumbnails.OfExample)),
                    ],
                }),
            ],
            Command = command,
            Provenance = $"Eidetic {DemoPageContent.Version()}",
        };
    }
}
