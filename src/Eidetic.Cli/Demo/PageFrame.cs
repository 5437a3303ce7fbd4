namespace Eidetic.Cli.Demo;

/// <summary>The beginning and the end of the page.</summary>
internal static class PageFrame
{
    public static Html Header(DemoReport report)
    {
        var facts = report.Facts.Select(fact =>
            new Html("div", "fact").Add(new Html("dt").Text(fact.Label), new Html("dd").Text(fact.Value)));
        return new Html("header", "top").Add(
            new Html("div", "bar").Add(
                new Html("p", "brand").Add(Mark(), new Html("span").Text("Eidetic")),
                Navigation(report)),
            new Html("h1").Text(report.Title),
            report.Summary is null ? null : new Html("p", "lede").Text(report.Summary),
            report.Facts.Count == 0 ? null : new Html("dl", "facts").Add(facts));
    }

    public static Html Footer(DemoReport report) =>
        new Html("footer", "end").Add(
            new Html("h2").Text("Make this page again"),
            new Html("pre").Set("tabindex", "0").Set("aria-label", "Command").Add(new Html("code").Text(report.Command)),
            new Html("p", "provenance").Text(report.Provenance),
            report.Credit is null ? null : new Html("p", "provenance").Text(report.Credit),
            new Html("p", "provenance").Text("This file is complete: it loads nothing and can be sent as it is."));

    private static Html Navigation(DemoReport report)
    {
        (string Id, string Label, bool Exists)[] places =
        [
            ("recall", "Recall", report.Recall.Count > 0),
            ("queries", "Queries", report.Queries.Count > 0),
            ("learning", "Learning", report.Curves.Any(CurveChart.HasPoints)),
        ];
        var links = places.Where(place => place.Exists).Select(place => new Html("a").Set("href", $"#{place.Id}").Text(place.Label));
        return new Html("nav").Set("aria-label", "Sections").Add(links);
    }

    // The mark: a root that branches, one branch taken.
    private static Html Mark() =>
        new Html("svg", "mark").Set("viewBox", "0 0 32 32").Set("aria-hidden", "true").Add(
            new Html("path", "other").Set("d", "M5 16h9l9 8"),
            new Html("path", "taken").Set("d", "M5 16h9l9-8"),
            new Html("circle", "taken").Set("cx", "24").Set("cy", "7.5").Set("r", "4"));
}
