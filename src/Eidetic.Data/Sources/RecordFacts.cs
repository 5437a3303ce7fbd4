using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>Tags and dates of a line of a caption file. What is not understood is reported and left out; the line stays.</summary>
internal static class RecordFacts
{
    /// <summary>The tags of a JSON line: an array of texts, or one text with <c>;</c>, <c>,</c> or <c>|</c> between them.</summary>
    public static IReadOnlyList<string> Tags(JsonElement entry, string key, string location, Action<SourceProblem> report)
    {
        if (!entry.TryGetProperty("tags", out var tags) || tags.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (JsonText.Of(entry, "tags") is { } list)
        {
            return TagText.Split(list);
        }

        var isArray = tags.ValueKind == JsonValueKind.Array;
        var read = isArray ? tags.EnumerateArray().Select(tag => JsonText.Of(tag) is { } text ? TagText.Clean(text) : null).ToList() : [null];
        if (read.Contains(null))
        {
            report(new SourceProblem(location, $"Expected the tags of '{key}' as an array of texts, found something else; that was left out."));
        }

        return TagText.Distinct(read.OfType<string>());
    }

    /// <summary>A date as it is written, or null.</summary>
    /// <param name="written">The text, or null when it is something else.</param>
    /// <param name="isGiven">Whether there is one at all.</param>
    /// <param name="key">The image.</param>
    /// <param name="location">File and line.</param>
    /// <param name="report">Receives what is not understood.</param>
    public static DateTime? Date(string? written, bool isGiven, string key, string location, Action<SourceProblem> report)
    {
        if (!isGiven)
        {
            return null;
        }

        if (written is not null && ImageDate.TryParse(written, out var date))
        {
            return date;
        }

        report(new SourceProblem(location, $"Expected the date of '{key}' as {ImageDate.Expected}, found {(written is null ? "no text" : $"'{written}'")}; it was left out."));
        return null;
    }
}
