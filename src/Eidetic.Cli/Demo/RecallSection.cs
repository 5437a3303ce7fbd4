using System.Globalization;

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

        var headings = Columns.Select(column => Heading(column.Heading));
        return new Html("section").Set("id", "recall").Set("aria-labelledby", "recall-heading").Add(
            new Html("h2").Set("id", "recall-heading").Text("Recall, beside the baseline"),
            report.RecallNote is null ? null : new Html("p", "note").Text(report.RecallNote),
            new Html("table", "recall").Set("role", "table").Add(
                new Html("thead").Set("role", "rowgroup").Add(new Html("tr").Set("role", "row").Add(Heading("search")).Add(headings)),
                new Html("tbody").Set("role", "rowgroup").Add(report.Recall.Select(row => Row(row, report.Recall)))),
            new Html("p", "note small").Text(
                "recall@k is the share of queries whose image came among the first k; MRR is the mean of 1/rank. The best of a column is bold."));
    }

    // Roles are said outright: on a phone the table is laid out as blocks, and browsers then forget that it is one.
    private static Html Heading(string text) => new Html("th").Set("scope", "col").Set("role", "columnheader").Text(text);

    private static Html Row(DemoRecall row, IReadOnlyList<DemoRecall> all)
    {
        var name = new Html("th").Set("scope", "row").Set("role", "rowheader").Text(row.Name);
        if (row.IsBaseline)
        {
            name.Add(new Html("span", "tag").Text("baseline"));
        }

        var cells = Columns.Select(column => Cell(column.Heading, column.Value(row), isBest: column.Value(row) >= all.Max(column.Value)));
        return new Html("tr", row.IsBaseline ? "baseline" : "own").Set("role", "row").Add(name).Add(cells);
    }

    private static Html Cell(string heading, double value, bool isBest)
    {
        var text = heading == "MRR" ? value.ToString("F3", CultureInfo.InvariantCulture) : PageNumbers.Percent(value);
        return new Html("td", isBest ? "best" : null).Set("role", "cell").Set("data-label", heading).Add(
            new Html("span", "number").Text(text),
            PageParts.Bar(value));
    }
}
