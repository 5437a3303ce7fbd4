using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Reads the JSON files beside weights, strictly: one object, no comments, no key twice.</summary>
internal static class CheckpointJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxLength">The most bytes that are read.</param>
    /// <returns>A document whose root is an object; dispose it when done.</returns>
    /// <exception cref="CheckpointFormatException">The file is missing, too long, or no such JSON.</exception>
    public static JsonDocument Read(string path, long maxLength)
    {
        JsonDocument? document = null;
        try
        {
            var length = new FileInfo(path).Length;
            if (length > maxLength)
                throw Bad(path, $"expected at most {maxLength} bytes of JSON, found {length}");

            document = JsonDocument.Parse(File.ReadAllBytes(path), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw Bad(path, $"expected a JSON object, found {document.RootElement.ValueKind}");
        }
        catch (Exception exception)
        {
            document?.Dispose();
            throw exception switch
            {
                IOException or UnauthorizedAccessException => Bad(path, $"it cannot be read ({exception.Message})", exception),
                JsonException or InvalidOperationException => Bad(path, $"it is not JSON ({exception.Message})", exception),
                _ => exception,
            };
        }
    }

    /// <summary>The entries of an object whose values are all strings.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="value">The object.</param>
    /// <exception cref="CheckpointFormatException">A value is no string, or a text is no Unicode.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Strings(string path, JsonElement value)
    {
        try
        {
            return [.. value.EnumerateObject().Select(entry => entry.Value.ValueKind == JsonValueKind.String
                ? KeyValuePair.Create(entry.Name, entry.Value.GetString()!)
                : throw Bad(path, $"expected '{entry.Name}' to be a string"))];
        }
        catch (InvalidOperationException exception)
        {
            throw Bad(path, $"it is not JSON ({exception.Message})", exception);
        }
    }

    private static CheckpointFormatException Bad(string path, string fact, Exception? inner = null) => new(path, $"{path}: {fact}.", inner);
}
