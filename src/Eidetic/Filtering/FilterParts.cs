using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>Takes a filter apart into its conditions, each a filter of its own, in the words that tell it.</summary>
internal static class FilterParts
{
    /// <summary>The conditions; none for a filter that lets every image pass.</summary>
    public static IReadOnlyList<(string Text, RecallFilter Filter)> Of(RecallFilter filter)
    {
        var parts = new List<(string, RecallFilter)>();
        if (!string.IsNullOrEmpty(filter.KeyPrefix))
        {
            parts.Add(($"key prefix '{filter.KeyPrefix}'", new RecallFilter { KeyPrefix = filter.KeyPrefix }));
        }

        parts.AddRange(filter.AllTags.Select(tag => ($"tag '{tag}'", new RecallFilter { AllTags = [tag] })));
        if (filter.AnyTags.Count > 0)
        {
            parts.Add(($"any tag of {Names(filter.AnyTags)}", new RecallFilter { AnyTags = filter.AnyTags }));
        }

        if (filter.After is { } after)
        {
            parts.Add(($"made on {ImageDate.Text(after)} or after", new RecallFilter { After = after }));
        }

        if (filter.Before is { } before)
        {
            parts.Add(($"made before {ImageDate.Text(before)}", new RecallFilter { Before = before }));
        }

        return parts;
    }

    private static string Names(IEnumerable<string> tags) => string.Join(", ", tags.Select(tag => $"'{tag}'"));
}
