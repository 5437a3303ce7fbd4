using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// The collection that ships with Eidetic: 1,910 emoji of Noto at 64 pixels, captioned with their names and tags. Its README beside the
/// pictures says where everything comes from. The pictures' streams may be opened and read from several threads.
/// </summary>
public sealed class EmojiSource : IImageSource
{
    private readonly string _folder;

    /// <summary>The collection that was copied beside the program.</summary>
    public EmojiSource() : this(DefaultFolder)
    {
    }

    /// <summary>A collection of the same form in another folder.</summary>
    /// <param name="folder">A folder with <c>images.zip</c> and <c>captions.jsonl</c>.</param>
    public EmojiSource(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = folder;
    }

    /// <inheritdoc/>
    public string Name => "emoji";

    /// <summary>
    /// How many images to read, at least 1, or null for all (the default): evenly spread over the keys, always the same ones. More than
    /// there are means all. Held-out queries may then ask for images that are not read.
    /// </summary>
    public int? Limit
    {
        get;
        init => field = value is null or > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"Expected a limit of at least 1 image, got {value}.");
    }

    private static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "emoji");

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceImage> ReadAsync(
        Action<SourceProblem> report, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var lines = await ReadLinesAsync(_folder, "captions.jsonl", EmojiJson.Default.EmojiCaptions, cancellationToken);
        var captions = lines.OrderBy(line => line.Image, StringComparer.Ordinal).ToList();
        var pictures = ReadPictures(_folder, cancellationToken);
        var count = Math.Min(Limit ?? captions.Count, captions.Count);
        for (var place = 0; place < count; place++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (key, texts) = captions[(int)((long)place * captions.Count / count)];
            var bytes = pictures.TryGetValue(key, out var found) ? found : throw Broken(_folder, "images.zip", $"has no picture {key}");
            yield return new SourceImage
            {
                Key = key,
                Captions = texts,
                Tags = TagText.Distinct(texts.Skip(1)), // the first caption is the name
                Open = () => new MemoryStream(bytes, writable: false),
            };
        }
    }

    /// <summary>Reads the held-out queries that ship with the collection, ordered by phrase.</summary>
    /// <param name="split">Which half.</param>
    /// <exception cref="SourceException">The files are missing or damaged.</exception>
    public static IReadOnlyList<EmojiQuery> Queries(EmojiSplit split) => Queries(split, DefaultFolder);

    /// <summary>Reads the held-out queries of a collection in another folder, ordered as there.</summary>
    /// <param name="split">Which half.</param>
    /// <param name="folder">A folder with <c>queries-dev.jsonl</c> and <c>queries-test.jsonl</c>.</param>
    /// <exception cref="SourceException">The files are missing or damaged.</exception>
    public static IReadOnlyList<EmojiQuery> Queries(EmojiSplit split, string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return ReadLinesAsync(folder, QueryFileName(split), EmojiJson.Default.EmojiQuery, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Path of the query file beside the program: JSON lines, as <c>evaluate --queries</c> takes them.</summary>
    /// <param name="split">Which half.</param>
    public static string QueryFile(EmojiSplit split) => Path.Combine(DefaultFolder, QueryFileName(split));

    /// <summary>Opens one picture of the collection that was copied beside the program. The caller disposes the stream.</summary>
    /// <param name="key">The picture's key, as in <c>grinning-face.png</c>.</param>
    /// <returns>The PNG bytes, or null when the collection has no such picture.</returns>
    /// <exception cref="SourceException">The collection is missing or damaged.</exception>
    public static Stream? OpenPicture(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        const string name = "images.zip";
        try
        {
            using var archive = ZipFile.OpenRead(Path.Combine(DefaultFolder, name));
            if (archive.GetEntry(key) is not { } entry)
            {
                return null;
            }

            var bytes = new MemoryStream((int)entry.Length);
            using var stream = entry.Open();
            stream.CopyTo(bytes);
            bytes.Position = 0;
            return bytes;
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw Broken(DefaultFolder, name, "cannot be read", innerException: problem);
        }
    }

    private static string QueryFileName(EmojiSplit split) => split switch
    {
        EmojiSplit.Dev => "queries-dev.jsonl",
        EmojiSplit.Test => "queries-test.jsonl",
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, $"Expected Dev or Test, got {split}."),
    };

    private static async Task<List<T>> ReadLinesAsync<T>(
        string folder, string name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var records = new List<T>();
        try
        {
            await foreach (var line in File.ReadLinesAsync(Path.Combine(folder, name), cancellationToken))
                records.Add(JsonSerializer.Deserialize(line, type) ?? throw new JsonException("null"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Broken(folder, name, "cannot be read", innerException: problem);
        }
        catch (JsonException problem)
        {
            throw Broken(folder, name, $"is damaged at line {records.Count + 1}", records.Count + 1, problem);
        }

        return records.Count > 0 ? records : throw Broken(folder, name, "is empty");
    }

    /// <summary>Reads the whole archive (6 MB), so that pictures can be opened from any thread without a handle.</summary>
    private static Dictionary<string, byte[]> ReadPictures(string folder, CancellationToken cancellationToken)
    {
        const string name = "images.zip";
        var pictures = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            using var archive = ZipFile.OpenRead(Path.Combine(folder, name));
            foreach (var entry in archive.Entries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var picture = entry.Open();
                var bytes = new byte[entry.Length];
                picture.ReadExactly(bytes);
                pictures[entry.FullName] = bytes;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw Broken(folder, name, "cannot be read", innerException: problem);
        }

        return pictures;
    }

    private static SourceException Broken(string folder, string name, string problem, long? line = null, Exception? innerException = null)
    {
        var file = Path.Combine(folder, name);
        return new SourceException(
            $"Expected the emoji collection in {folder}, but {name} {problem}: build or install Eidetic again, which puts it there.",
            file, line, innerException);
    }
}
