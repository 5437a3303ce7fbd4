using System.Security.Cryptography;

namespace Eidetic.Cli.Demo;

/// <summary>
/// Thumbnails that many branches show: each is in the page once, in a drawing that takes no room, and used by reference.
/// </summary>
internal static class PictureSheet
{
    private const string Side = "64";

    /// <summary>All thumbnails of a page, or null where it has none.</summary>
    public static Html? Draw(IReadOnlyList<DemoQuery> queries)
    {
        var pictures = queries.SelectMany(query => query.Hits).SelectMany(hit => hit.Steps)
            .SelectMany(step => new[] { step.Branch, step.RunnerUpBranch }).OfType<DemoBranch>()
            .SelectMany(branch => branch.Examples)
            .Where(example => !example.Picture.IsEmpty)
            .DistinctBy(Id)
            .ToArray();
        return pictures.Length == 0
            ? null
            : new Html("svg", "sheet").Set("aria-hidden", "true").Add(new Html("defs").Add(pictures.Select(example =>
                new Html("image").Set("id", Id(example)).Set("width", Side).Set("height", Side)
                    .Set("preserveAspectRatio", "xMidYMid slice").Set("href", PageParts.DataUri(example.Picture)))));
    }

    /// <summary>One thumbnail with its name, or a frame with a sign where there is none.</summary>
    public static Html Use(DemoExample example) =>
        example.Picture.IsEmpty
            ? new Html("span", "thumb missing").Set("role", "img").Set("aria-label", $"{example.Name} (no picture)").Set("title", example.Name).Text("?")
            : new Html("svg", "thumb").Set("viewBox", $"0 0 {Side} {Side}").Set("role", "img").Set("aria-label", example.Name).Add(
                new Html("title").Text(example.Name),
                new Html("use").Set("href", $"#{Id(example)}"));

    // The same picture has the same name wherever it is used.
    private static string Id(DemoExample example) => $"thumb-{Convert.ToHexStringLower(SHA256.HashData(example.Picture.Span).AsSpan(0, 8))}";
}
