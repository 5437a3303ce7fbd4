using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Reads fields of a model's config and says in one sentence which is missing or out of the ordinary.</summary>
/// <param name="root">The object.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class ConfigFields(JsonElement root, string path)
{
    /// <summary>An object in the object, or null.</summary>
    public ConfigFields? Part(string name) => Find(name) is { ValueKind: JsonValueKind.Object } part ? new ConfigFields(part, path) : null;

    /// <summary>A positive whole number.</summary>
    public int Size(string name, int? otherwise = null) => Find(name) switch
    {
        null when otherwise is { } value => value,
        { ValueKind: JsonValueKind.Number } field when field.TryGetInt32(out var value) && value > 0 => value,
        var found => throw Unexpected(name, "a positive whole number", found),
    };

    /// <summary>A number, or null.</summary>
    public double? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } field => field.GetDouble(),
        var found => throw Unexpected(name, "a number or null", found),
    };

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool otherwise) => Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var found => throw Unexpected(name, "true or false", found),
    };

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } field => field.GetString(),
        var found => throw Unexpected(name, "a text or null", found),
    };

    /// <summary>Refuses another value than the one this code computes.</summary>
    public void Require(string name, bool value, bool otherwise)
    {
        if (Flag(name, otherwise) != value)
        {
            throw new CheckpointFormatException(path, $"{path}: expected '{name}' to be {(value ? "true" : "false")}; models with the opposite are not supported.");
        }
    }

    /// <summary>Refuses a value where this code computes as if there were none.</summary>
    public void RequireNull(string name)
    {
        if (Find(name) is { } found)
        {
            throw Unexpected(name, "null", found);
        }
    }

    private JsonElement? Find(string name) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var field)
        && field.ValueKind != JsonValueKind.Null
            ? field
            : null;

    private CheckpointFormatException Unexpected(string name, string expected, JsonElement? found) =>
        new(path, $"{path}: expected '{name}' to be {expected}, found {(found is { } field ? field.GetRawText() : "nothing")}.");
}
