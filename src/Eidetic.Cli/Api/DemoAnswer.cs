using Eidetic.Abstractions;

namespace Eidetic.Cli.Api;

/// <summary>A sample query of the demo and what came back.</summary>
/// <param name="Query">The query.</param>
/// <param name="ExpectedImage">Key of the image it is known to mean, or null where nobody said.</param>
/// <param name="Hits">Best first, with their paths.</param>
internal sealed record DemoAnswer(string Query, string? ExpectedImage, IReadOnlyList<Hit> Hits)
{
    /// <summary>A sentence about the answer as a whole, or null.</summary>
    public string? Remark { get; init; }
}
