using System.Globalization;

namespace Eidetic.Cli.Demo;

/// <summary>The sample queries: each with its hits as pictures and the way the model came to them.</summary>
internal static class QuerySection
{
    public static Html? Draw(IReadOnlyList<DemoQuery> queries) =>
        queries.Count == 0
            ? null
            : new Html("section").Set("id", "queries").Set("aria-labelledby", "queries-heading").Add(
                new Html("h2").Set("id", "queries-heading").Text("Queries and what came back"),
                new Html("p", "note").Text(
                    "The model names an image token by token, and only along names that exist. "
                    + "Under each step: how sure it was, and what it would have said instead."),
                WordShading.Legend(queries))
              .Add(queries.Select(DrawQuery));

    private static Html DrawQuery(DemoQuery query, int index)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"query-{index + 1}");
        return new Html("article", "query").Set("aria-labelledby", id).Add(
            new Html("div", "asked").Add(new Html("h3").Set("id", id).Text(query.Text), Verdict(query)),
            query.Remark is { } remark ? new Html("p", "note").Text(remark) : null,
            query.Hits.Count == 0
                ? query.Remark is null ? new Html("p", "note").Text("Nothing came back.") : null
                : new Html("ol", "hits").Add(query.Hits.Select((hit, place) => DrawHit(hit, isOpen: place == 0))));
    }

    private static Html? Verdict(DemoQuery query)
    {
        if (query.Hits.FirstOrDefault(hit => hit.IsWanted) is { } found)
        {
            var text = found.Rank == 1 ? "found first" : string.Create(CultureInfo.InvariantCulture, $"found at place {found.Rank}");
            return new Html("p", found.Rank == 1 ? "verdict first" : "verdict").Text($"✓ {text}");
        }

        return query.Wanted is null
            ? null
            : new Html("p", "verdict missed").Text("✗ missed: wanted ").Add(new Html("code").Text(query.Wanted));
    }

    private static Html DrawHit(DemoHit hit, bool isOpen)
    {
        var caption = new Html("figcaption").Add(
            new Html("span", "name").Add(
                new Html("span", "rank").Text(hit.Rank.ToString(CultureInfo.InvariantCulture)),
                new Html("span").Text(hit.Name)),
            hit.IsWanted ? new Html("span", "tag").Text("✓ wanted") : null,
            hit.Key == hit.Name ? null : new Html("code", "key").Text(hit.Key),
            new Html("span", "probability").Add(
                PageParts.Bar(hit.Probability),
                new Html("span", "number").Text(PageNumbers.Percent(hit.Probability))));
        return new Html("li", hit.IsWanted ? "hit wanted" : "hit").Add(
            new Html("figure").Add(new Html("div", "frame").Add(PageParts.Picture(hit)), caption),
            hit.Steps.Count == 0 ? null : PathDrawing.Draw(hit, isOpen));
    }
}
