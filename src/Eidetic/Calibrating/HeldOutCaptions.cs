using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>
/// Captions that were kept out of learning, as kept in <c>held-out.jsonl</c>: the weights of reranking and the calibration were fitted on
/// them, and are fitted anew on them after a memory learns on. Its lines are queries as <c>evaluate --queries</c> reads them.
/// </summary>
internal static class HeldOutCaptions
{
    /// <summary>Writes the file; where there is no caption, none is written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="captions">Captions with the keys of their images.</param>
    public static void Save(string path, IEnumerable<(string Key, string Text)> captions)
    {
        string[] lines = [.. captions.Select(caption => JsonSerializer.Serialize(new HeldOutLine(caption.Text, caption.Key), HeldOutJson.Readable.HeldOutLine))];
        if (lines.Length > 0)
        {
            File.WriteAllLines(path, lines);
        }
    }

    /// <summary>Reads the captions of images that are still there.</summary>
    /// <param name="generation">A generation; one without the file gives none.</param>
    /// <param name="stays">Which keys to read.</param>
    /// <exception cref="MemoryException">The file is damaged.</exception>
    public static IReadOnlyList<(string Key, string Text)> Load(MemoryGeneration generation, Func<string, bool> stays)
    {
        if (!generation.Has(MemoryGeneration.HeldOutFile))
        {
            return [];
        }

        var path = generation[MemoryGeneration.HeldOutFile];
        try
        {
            return [.. File.ReadLines(path)
                .Select(line => JsonSerializer.Deserialize(line, HeldOutJson.Readable.HeldOutLine)!)
                .Where(line => stays(line.Image))
                .Select(line => (line.Image, line.Query))];
        }
        catch (JsonException exception)
        {
            throw new MemoryException(
                generation.Memory, $"Expected a caption on every line of {path} ({exception.Message}): restore the file or build the memory anew.", exception);
        }
    }
}

/// <summary>A caption that was kept out of learning.</summary>
/// <param name="Query">The caption.</param>
/// <param name="Image">The key of its image.</param>
internal sealed record HeldOutLine(string Query, string Image);

/// <summary>How held-out captions are written: people read them.</summary>
[JsonSerializable(typeof(HeldOutLine))]
internal sealed partial class HeldOutJson : JsonSerializerContext
{
    /// <summary>Leaves letters as they are, and refuses lines that lack a part.</summary>
    public static HeldOutJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });
}
