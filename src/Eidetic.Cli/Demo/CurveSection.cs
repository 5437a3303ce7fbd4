namespace Eidetic.Cli.Demo;

/// <summary>The charts of how learning went.</summary>
internal static class CurveSection
{
    public static Html? Draw(IReadOnlyList<DemoCurve> curves)
    {
        var drawable = curves.Where(CurveChart.HasPoints).ToList();
        return drawable.Count == 0
            ? null
            : new Html("section").Set("id", "learning").Set("aria-labelledby", "learning-heading").Add(
                new Html("h2").Set("id", "learning-heading").Text("How learning went"),
                new Html("div", "charts").Add(drawable.Select(DrawFigure)));
    }

    private static Html DrawFigure(DemoCurve curve)
    {
        var keys = curve.Series.Where(CurveChart.HasPoints).Select((series, index) => new Html("li", Series(index)).Add(
            new Html("span", "swatch").Set("aria-hidden", "true"),
            new Html("span").Text(series.Name),
            new Html("span", "number").Text(PageNumbers.Measured(series.Points.Last(point => double.IsFinite(point.Value)).Value))));
        return new Html("figure", "chart").Add(
            new Html("figcaption").Add(new Html("h3").Text(curve.Name), new Html("ul", "keys").Add(keys)),
            CurveChart.Draw(curve));
    }

    /// <summary>The style of the line at a place: the first is drawn, the second dashed.</summary>
    public static string Series(int index) => index == 0 ? "series first" : "series second";
}
