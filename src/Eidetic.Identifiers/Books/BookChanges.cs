using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>What came into a book and went from it since its file was written; a small JSON file beside it.</summary>
internal sealed record BookChanges
{
    public const int CurrentFormat = 1;

    public int FormatVersion { get; init; } = CurrentFormat;

    /// <summary>SHA-256 over the contents of the book's file that is changed, in lower-case hexadecimal digits.</summary>
    public required string Base { get; init; }

    /// <summary>Images of that file that went, ascending.</summary>
    public required IReadOnlyList<int> Removed { get; init; }

    /// <summary>Images that came, in their order.</summary>
    public required IReadOnlyList<AddedImage> Added { get; init; }

    /// <summary>Their identifiers, images counted from 0.</summary>
    [JsonIgnore]
    public IReadOnlyList<ImageIdentifier> AddedIdentifiers =>
        [.. Added.SelectMany((image, place) => image.Identifiers.Select(tokens => new ImageIdentifier(place, tokens)))];

    /// <summary>Reads the file.</summary>
    /// <exception cref="CheckpointFormatException">It is missing or holds something else.</exception>
    public static BookChanges Read(string path)
    {
        try
        {
            var changes = JsonSerializer.Deserialize(File.ReadAllBytes(path), BookJson.Default.BookChanges);
            if (changes is not { FormatVersion: CurrentFormat })
            {
                throw Refused(path, changes is null ? "nothing" : FormattableString.Invariant($"format {changes.FormatVersion}"));
            }

            return changes.Added.Any(image => image?.Identifiers is null || image.Identifiers.Any(tokens => tokens is null))
                ? throw Refused(path, "an image without identifiers")
                : changes;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Refused(path, exception.Message, exception);
        }
    }

    /// <summary>Writes the file whole or not at all, flushed to the disk.</summary>
    public void Write(string path)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                JsonSerializer.Serialize(stream, this, BookJson.Default.BookChanges);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public static string HashText(ReadOnlySpan<byte> hash) => hash.Length == SHA256.HashSizeInBytes
        ? Convert.ToHexStringLower(hash)
        : throw new ArgumentException(FormattableString.Invariant($"Expected 32 bytes of SHA-256, got {hash.Length}."), nameof(hash));

    public static CheckpointFormatException Refused(string path, string found, Exception? cause = null) =>
        new(path, $"Expected the changes of a book in '{path}', found {found}: restore the file or memorize again.", cause);
}

/// <summary>How changes are written; unknown keys are refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(BookChanges))]
internal sealed partial class BookJson : JsonSerializerContext;
