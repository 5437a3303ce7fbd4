namespace Eidetic.Cli.Demo;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What the line shows, for the legend.</param>
/// <param name="Points">Ordered by time; values that are not finite are left out of the drawing.</param>
internal sealed record DemoSeries(string Name, IReadOnlyList<DemoPoint> Points);
