using System.Text;

namespace Eidetic.Cli.Demo;

/// <summary>Draws a curve as SVG with axes, ticks and labels; colors come from the page's style, so it follows light and dark.</summary>
internal static class CurveChart
{
    private const double Width = 440;
    private const double Height = 250;
    private const double Left = 54;
    private const double Right = 14;
    private const double Top = 26;
    private const double Bottom = 44;

    /// <summary>More points than this add bytes and no detail; they are averaged.</summary>
    private const int MostPoints = 240;

    public static bool HasPoints(DemoCurve curve) => curve.Series.Any(HasPoints);

    public static bool HasPoints(DemoSeries series) => series.Points.Any(IsFinite);

    public static Html Draw(DemoCurve curve)
    {
        var lines = curve.Series.Where(HasPoints).Select(Thinned).ToList();
        var all = lines.SelectMany(line => line).ToList();
        var across = ChartAxis.ForSeconds(all.Max(point => point.Seconds));
        var up = ChartAxis.ForValues(all.Min(point => point.Value), all.Max(point => point.Value));
        var svg = new Html("svg").Set("viewBox", $"0 0 {Number(Width)} {Number(Height)}").Set("role", "img").Set("aria-label", Description(curve));
        svg.Add(up.Ticks.SelectMany(tick => HorizontalLine(up, tick)));
        svg.Add(across.Ticks.SelectMany(tick => TimeTick(across, tick)));
        svg.Add(Label(curve.YLabel, 0, 12, "start"), Label("time, m:ss", Width - Right, Height - 4, "end"));
        return svg.Add(lines.SelectMany((line, index) => Line(line, CurveSection.Series(index), across, up)));
    }

    private static string Description(DemoCurve curve)
    {
        var sentences = curve.Series.Where(HasPoints).Select(series =>
        {
            var first = series.Points.First(IsFinite);
            var last = series.Points.Last(IsFinite);
            var change = $"from {PageNumbers.Measured(first.Value)} to {PageNumbers.Measured(last.Value)}";
            return $" {series.Name}: {change} after {PageNumbers.Clock(last.Seconds)}.";
        });
        return $"{curve.Name}, {curve.YLabel} over time.{string.Concat(sentences)}";
    }

    private static IEnumerable<Html> HorizontalLine(ChartAxis up, double tick)
    {
        var y = Number(up.Place(tick, Height - Bottom, Top));
        yield return new Html("path", "grid").Set("d", $"M{Number(Left)} {y}H{Number(Width - Right)}");
        yield return Label(PageNumbers.Tick(tick, up.Step), Left - 8, up.Place(tick, Height - Bottom, Top) + 4, "end");
    }

    private static IEnumerable<Html> TimeTick(ChartAxis across, double tick)
    {
        var x = across.Place(tick, Left, Width - Right);
        yield return new Html("path", "tick").Set("d", $"M{Number(x)} {Number(Height - Bottom)}v5");
        yield return Label(PageNumbers.Clock(tick), x, Height - Bottom + 18, "middle");
    }

    private static IEnumerable<Html> Line(IReadOnlyList<DemoPoint> points, string style, ChartAxis across, ChartAxis up)
    {
        var path = new StringBuilder();
        foreach (var point in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L').Append(X(point)).Append(' ').Append(Y(point));
        }

        yield return new Html("path", $"line {style}").Set("d", path.ToString());
        yield return new Html("circle", $"last {style}").Set("cx", X(points[^1])).Set("cy", Y(points[^1])).Set("r", "3.5");

        string X(DemoPoint point) => Number(across.Place(point.Seconds, Left, Width - Right));
        string Y(DemoPoint point) => Number(up.Place(point.Value, Height - Bottom, Top));
    }

    private static List<DemoPoint> Thinned(DemoSeries series)
    {
        var points = series.Points.Where(IsFinite).ToList();
        var group = (points.Count + MostPoints - 1) / MostPoints;
        return group <= 1
            ? points
            : [.. points.Chunk(group).Select(part => new DemoPoint(part.Average(point => point.Seconds), part.Average(point => point.Value)))];
    }

    private static bool IsFinite(DemoPoint point) => double.IsFinite(point.Value) && double.IsFinite(point.Seconds);

    private static Html Label(string text, double x, double y, string anchor) =>
        new Html("text").Set("x", Number(x)).Set("y", Number(y)).Set("text-anchor", anchor).Text(text);

    private static string Number(double value) => PageNumbers.Coordinate(value);
}
