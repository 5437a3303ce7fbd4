namespace Eidetic.Cli.Demo;

/// <summary>A chart of something measured while learning.</summary>
internal sealed record DemoCurve
{
    /// <summary>Heading of the chart.</summary>
    public required string Name { get; init; }

    /// <summary>What the vertical axis shows, unit included.</summary>
    public required string YLabel { get; init; }

    /// <summary>One line, or two that are compared.</summary>
    public required IReadOnlyList<DemoSeries> Series { get; init; }
}
