namespace Eidetic.Cli.Demo;

/// <summary>A sample query with what came back.</summary>
internal sealed record DemoQuery
{
    /// <summary>The query in words.</summary>
    public required string Text { get; init; }

    /// <summary>Key of the image the query is known to mean, or null where nobody said.</summary>
    public string? Wanted { get; init; }

    /// <summary>A sentence about the answer as a whole, or null.</summary>
    public string? Remark { get; init; }

    /// <summary>Best first.</summary>
    public required IReadOnlyList<DemoHit> Hits { get; init; }
}
