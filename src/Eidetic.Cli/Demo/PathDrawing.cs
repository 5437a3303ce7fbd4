using System.Globalization;

namespace Eidetic.Cli.Demo;

/// <summary>
/// The path of a hit through the trie: the tokens taken on one line, under each the best token not taken; where it is known what lies
/// below them, a line for each with examples.
/// </summary>
internal static class PathDrawing
{
    public static Html Draw(DemoHit hit, bool isOpen)
    {
        var details = new Html("details");
        if (isOpen)
        {
            details.Set("open", "open");
        }

        var count = string.Create(CultureInfo.InvariantCulture, $"{hit.Steps.Count} {(hit.Steps.Count == 1 ? "token" : "tokens")}");
        return details.Add(
            new Html("summary").Text("Path").Add(new Html("span", "count").Text($" · {count}"), new Html("span", "unseen").Text($" of {hit.Name}")),
            WordShading.Draw(hit.Words),
            new Html("ol", hit.Steps.Any(step => step.Branch is not null) ? "path tree" : "path").Add(hit.Steps.Select(DrawStep)));
    }

    private static Html DrawStep(DemoStep step)
    {
        var taken = new Html("span", "taken").Add(
            new Html("code").Text(step.Token),
            new Html("span", "number").Text(PageNumbers.Percent(step.Probability)));
        var item = new Html("li").Set("style", $"--share:{PageNumbers.Share(step.Probability)}");
        return step.Branch is null
            ? item.Add(taken, Other(step))
            : item.Add(
                new Html("div", "way").Add(taken, BranchDrawing.Draw(step.Branch)),
                new Html("div", "way").Add(Other(step), step.RunnerUpBranch is null ? null : BranchDrawing.Draw(step.RunnerUpBranch)));
    }

    private static Html Other(DemoStep step)
    {
        if (step.RunnerUp is null)
        {
            return new Html("span", "other only").Text("the only way");
        }

        var other = new Html("span", "other").Add(new Html("span", "unseen").Text("instead of "), new Html("code").Text(step.RunnerUp));
        return step.RunnerUpProbability is { } probability ? other.Add(new Html("span", "number").Text(PageNumbers.Percent(probability))) : other;
    }
}
