using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>The JSON-lines form of a caption file.</summary>
internal static class JsonLinesCaptions
{
    private const string Expected = """Expected a JSON object like {"image":"a.jpg","captions":["…"]}""";

    public static List<CaptionRecord> Read(string path, string item, Action<SourceProblem> report)
    {
        var records = new List<CaptionRecord>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line) && Parse(line, FormattableString.Invariant($"{item}:{number}"), report) is { } record)
            {
                records.Add(record);
            }
        }

        return records;
    }

    private static CaptionRecord? Parse(string line, string location, Action<SourceProblem> report)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Parse(document.RootElement, location, report);
        }
        catch (JsonException exception)
        {
            var place = FormattableString.Invariant($"byte {exception.BytePositionInLine + 1}");
            report(new SourceProblem(location, $"{Expected}, found invalid JSON at {place}; the line was left out."));
            return null;
        }
    }

    private static CaptionRecord? Parse(JsonElement entry, string location, Action<SourceProblem> report)
    {
        if (entry.ValueKind != JsonValueKind.Object || Text(entry, "image") is not { } image || !ImageName.TryParse(image, out var key))
        {
            report(new SourceProblem(location, $"{Expected}, found no image name; the line was left out."));
            return null;
        }

        var captions = new List<string>();
        var isWhole = entry.TryGetProperty("captions", out var list);
        var isUnderstood = !isWhole || AddAll(list, captions);
        if (entry.TryGetProperty("caption", out var single))
        {
            isUnderstood &= Add(single, captions);
        }

        if (!isUnderstood)
        {
            report(new SourceProblem(location, $"{Expected}, found captions that are not text; those were left out."));
        }

        if (captions.RemoveAll(caption => caption.Length == 0) > 0)
        {
            report(new SourceProblem(location, $"A caption of '{key}' is empty; it was left out."));
        }

        var split = Text(entry, "split")?.Trim();
        return new CaptionRecord(key, captions, string.IsNullOrEmpty(split) ? null : split, location, isWhole)
        {
            Tags = RecordFacts.Tags(entry, key, location, report),
            Date = RecordFacts.Date(Text(entry, "date"), entry.TryGetProperty("date", out var date) && date.ValueKind != JsonValueKind.Null, key, location, report),
        };
    }

    private static bool AddAll(JsonElement list, List<string> captions)
    {
        var isUnderstood = list.ValueKind == JsonValueKind.Array;
        if (isUnderstood)
        {
            foreach (var caption in list.EnumerateArray())
            {
                isUnderstood &= Add(caption, captions);
            }
        }

        return isUnderstood;
    }

    private static bool Add(JsonElement caption, List<string> captions)
    {
        if (!TryGetText(caption, out var text))
        {
            return false;
        }

        captions.Add(text.Trim());
        return true;
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && TryGetText(value, out var text) ? text : null;

    /// <summary>False also for text that holds half a surrogate pair, which is no Unicode text.</summary>
    private static bool TryGetText(JsonElement value, out string text)
    {
        text = "";
        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
