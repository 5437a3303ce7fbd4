using System.Text.Json;

namespace Eidetic.Data;

/// <summary>Texts and numbers of JSON objects that somebody else wrote.</summary>
internal static class JsonText
{
    /// <summary>A property that is Unicode text, trimmed; null when it is something else, empty or not there.</summary>
    public static string? Of(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) ? Of(value) : null;

    /// <summary>A value that is Unicode text, trimmed; null when it is something else or empty.</summary>
    public static string? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;

        try
        {
            return value.GetString()!.Trim() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair is no Unicode text.
        }
    }

    /// <summary>A property that is a whole number, or null.</summary>
    public static long? NumberOf(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out var number)
            ? number
            : null;
}
