using System.Text.Json;
using System.Text.RegularExpressions;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Reads an object of a <c>tokenizer.json</c>, and says where it stands when it is not as expected.</summary>
internal sealed class TokenizerFields(JsonElement element, string file, string place)
{
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(10);

    /// <summary>The value of <c>type</c>.</summary>
    public string Type => Text("type") ?? throw Bad($"expected a 'type' in {place}, found none");

    /// <summary>An object, or null when it is missing or null.</summary>
    public TokenizerFields? Part(string name) => Value(name) is not { } value ? null : value.ValueKind == JsonValueKind.Object
        ? new TokenizerFields(value, file, $"{place}.{name}")
        : throw Wrong(name, "an object", value);

    /// <summary>The objects of a list; none when it is missing.</summary>
    public IReadOnlyList<TokenizerFields> Parts(string name) => Value(name) is not { } value ? [] : value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select((item, i) => item.ValueKind == JsonValueKind.Object
            ? new TokenizerFields(item, file, $"{place}.{name}[{i}]")
            : throw Wrong($"{name}[{i}]", "an object", item))]
        : throw Wrong(name, "a list", value);

    /// <summary>The values of a list; none when it is missing.</summary>
    public IReadOnlyList<JsonElement> Items(string name) => Value(name) is not { } value ? [] : value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray()]
        : throw Wrong(name, "a list", value);

    /// <summary>A text, or null.</summary>
    public string? Text(string name) => Value(name) is not { } value ? null : value.ValueKind == JsonValueKind.String
        ? Unicode(value, name)
        : throw Wrong(name, "a text", value);

    /// <summary>A text that must be there.</summary>
    public string Needed(string name) => Text(name) ?? throw Bad($"expected a '{name}' in {place}, found none");

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool otherwise) => Value(name) is not { } value ? otherwise : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false", value),
    };

    /// <summary>A whole number from 0.</summary>
    public int Number(string name) => Value(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= 0
        ? number
        : throw Bad($"expected '{name}' in {place} to be a whole number from 0");

    /// <summary>A pattern: <c>{"String": …}</c> or <c>{"Regex": …}</c>.</summary>
    public Regex Pattern(string name)
    {
        var part = Part(name) ?? throw Bad($"expected a '{name}' in {place}, found none");
        var pattern = part.Text("String") is { } literal ? Regex.Escape(literal) : part.Needed("Regex");
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (ArgumentException exception)
        {
            throw Bad($"expected '{name}' in {place} to be a pattern that is understood here ({exception.Message})");
        }
    }

    /// <summary>The entries of an object of whole numbers.</summary>
    public Dictionary<string, int> Numbers(string name)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in Part(name)?.Entries() ?? throw Bad($"expected a '{name}' in {place}, found none"))
        {
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out var number) || number < 0)
            {
                throw Bad($"expected the entries of '{name}' in {place} to be whole numbers from 0");
            }

            numbers[entry.Name] = number;
        }

        return numbers;
    }

    /// <summary>Refuses what is not done here.</summary>
    public CheckpointFormatException Unknown(string what) => Bad($"{place} asks for {what}, which is not supported");

    /// <summary>An error in this file.</summary>
    public CheckpointFormatException Bad(string fact) => new(file, $"{file}: {fact}; take the tokenizer.json that belongs to the model.");

    private JsonElement.ObjectEnumerator Entries() => element.EnumerateObject();

    private JsonElement? Value(string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string Unicode(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Bad($"expected '{name}' in {place} to be Unicode text");
        }
    }

    private CheckpointFormatException Wrong(string name, string expected, JsonElement found) =>
        Bad($"expected '{name}' in {place} to be {expected}, found {found.ValueKind}");
}
