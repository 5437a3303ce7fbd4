using Eidetic.Abstractions;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Says what a filter left, where that is nothing or less than was asked for.</summary>
internal static class FilterRemarks
{
    /// <summary>True when a filter lets no image pass, so that no query can be answered.</summary>
    public static bool IsNothingLeft(IReadOnlyList<RecallResult> results) => results is [{ Filter.Images: 0 }, ..];

    /// <summary>Which condition is met by how many images.</summary>
    public static string WhyNothing(IReadOnlyList<RecallResult> results)
    {
        var conditions = results[0].Filter!.Conditions;
        var all = conditions.Count > 1 && conditions.All(condition => condition.Images > 0) ? "; none meets all of these" : "";
        return $"no image passes the filter: {string.Join("; ", conditions.Select(Describe))}{all}";
    }

    /// <summary>Notes what the answers themselves do not tell.</summary>
    /// <param name="console">Errors and remarks.</param>
    /// <param name="results">The answers.</param>
    /// <param name="top">How many hits were asked for.</param>
    /// <param name="isNothingUntold">Whether the answers do not say that nothing passes.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<RecallResult> results, int top, bool isNothingUntold)
    {
        if (IsNothingLeft(results))
        {
            if (isNothingUntold)
                Remarks.Note(console, WhyNothing(results));
        }
        else if (results[0].Filter is { } outcome && outcome.Images < top)
        {
            Remarks.Note(console, outcome.Images == 1 ? "only 1 image passes the filter" : $"only {Display.Count(outcome.Images)} images pass the filter");
        }
    }

    /// <summary>Notes the queries that an evaluation left out.</summary>
    public static void WriteLeftOut(IAnsiConsole console, int given, int measured)
    {
        if (measured < given)
        {
            Remarks.Note(
                console,
                $"{Display.Count(given - measured, "query", "queries")} of {Display.Count(given)} left out: their images do not pass the filter");
        }
    }

    private static string Describe(FilterCondition condition)
    {
        var count = condition.Images == 0 ? "no image" : Display.Count(condition.Images, "image");
        return condition.Hint is { } hint ? $"{condition.Text}: {count} ({hint})" : $"{condition.Text}: {count}";
    }
}
