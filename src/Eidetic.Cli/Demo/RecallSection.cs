namespace Eidetic.Cli.Demo;

/// <summary>The recall table: every way of searching beside the baseline, each number with a bar.</summary>
internal static class RecallSection
{
    private static readonly (string Heading, Func<DemoRecall, double> Value)[] Columns =
    [
        ("recall@1", row => row.RecallAt1),
        ("recall@5", row => row.RecallAt5),
        ("recall@10", row => row.RecallAt10),
        ("MRR", row => row.Mrr),
    ];

    public static Html? Draw(DemoReport report)
    {
        if (report.Recall.Count == 0)
        {
            return null;
        }

        var headings = Columns.Select(column => new Html("th").Set("scope", "col").Text(column.Heading));
        return new Html("section").Set("id", "recall").Set("aria-labelledby", "recall-heading").Add(
            new Html("h2").Set("id", "recall-heading").Text("Recall, beside the baseline"),
            report.RecallNote is null ? null : new Html("p", "note").Text(report.RecallNote),
            new Html("table", "recall").Add(
                new Html("thead").Add(new Html("tr").Add(new Html("th").Set("scope", "col").Text("search")).Add(headings)),
                new Html("tbody").Add(report.Recall.Select(row => Row(row, report.Recall)))),
            new Html("p", "note small").Text(
                "recall@k is the share of queries whose image came among the first k; MRR is the mean of 1/rank. The best of a column is bold."));
    }

    private static Html Row(DemoRecall row, IReadOnlyList<DemoRecall> all)
    {
        var name = new Html("th").Set("scope", "row").Text(row.Name);
        if (row.IsBaseline)
        {
            name.Add(new Html("span", "tag").Text("baseline"));
        }

        var cells = Columns.Select(column => Cell(column.Heading, column.Value(row), isBest: column.Value(row) >= all.Max(column.Value)));
        return new Html("tr", row.IsBaseline ? "baseline" : "own").Add(name).Add(cells);
    }

    private static Html Cell(string heading, double value, bool isBest)
    {
        var text = heading == "MRR" ? value.ToString("F3", System.Globalization.CultureInfo.InvariantCulture) : PageNumbers.Percent(value);
        return new Html("td", isBest ? "best" : null).Set("data-label", heading).Add(
            new Html("span", "number").Text(text),
            PageParts.Bar(value));
    }
}
