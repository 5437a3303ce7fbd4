using Eidetic.Abstractions;
using Microsoft.Data.Sqlite;

namespace Eidetic.Data;

/// <summary>
/// The images of a memory: keys, files, sizes, captions, tags, dates; one SQLite file that is written once and then only read. An image's ordinal is its
/// position in the list the catalog was made from. Safe to read from several threads; dispose it when done.
/// </summary>
public sealed partial class ImageCatalog : IDisposable
{
    /// <summary>Version of the tables this code writes, and the newest it reads.</summary>
    public const int SchemaVersion = CatalogSchema.Version;

    private readonly string _file;
    private readonly string _connectionString;
    private readonly Lazy<IReadOnlyList<string>> _keys;

    private ImageCatalog(string file)
    {
        _file = file;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = true }.ToString();
        _keys = new(() => Query("SELECT key FROM images ORDER BY ordinal", row => row.GetString(0)));
    }

    /// <summary>Number of images.</summary>
    public int Count { get; private init; }

    /// <summary>What was noted about the whole collection.</summary>
    public IReadOnlyDictionary<string, string> Meta { get; private init; } = new Dictionary<string, string>();

    /// <summary>All keys, by ordinal. Read on first use and kept.</summary>
    public IReadOnlyList<string> Keys => _keys.Value;

    /// <summary>Writes a catalog, to a name beside the file first: a file of the final name is always whole. Replaces an old one.</summary>
    /// <param name="path">The file, usually <c>catalog.db</c> in a memory folder.</param>
    /// <param name="images">The images, in the order of their ordinals.</param>
    /// <param name="meta">What to note about the whole collection, or null.</param>
    /// <exception cref="ArgumentException">Two images have one key, or a hash is not 32 bytes.</exception>
    public static void Create(string path, IReadOnlyList<CatalogImage> images, IReadOnlyDictionary<string, string>? meta = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(images);
        RequireSound(images);
        var temporary = path + ".new";
        try
        {
            Discard(temporary);
            CatalogWriter.Write(temporary, images, meta ?? new Dictionary<string, string>());
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            Discard(temporary);
        }
    }

    /// <summary>Opens a catalog for reading.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MemoryException">The file is missing, not a catalog, damaged, or of a newer version.</exception>
    public static ImageCatalog Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = Path.GetFullPath(path);
        if (!File.Exists(file))
        {
            throw Unfit(file, "is not there; the memory is incomplete or not a memory");
        }

        using var probe = new ImageCatalog(file);
        var application = probe.Query("PRAGMA application_id", row => row.GetInt64(0))[0];
        if (application != CatalogSchema.ApplicationId)
        {
            throw Unfit(file, "is a database of another program, not a catalog");
        }

        var version = probe.Query("PRAGMA user_version", row => row.GetInt64(0))[0];
        if (version is < 1 or > CatalogSchema.Version)
        {
            throw Unfit(file, FormattableString.Invariant(
                $"has format version {version}, this program reads up to {CatalogSchema.Version}; use a newer Eidetic"));
        }

        return new ImageCatalog(file)
        {
            HasFacts = probe.Query("SELECT count(*) FROM sqlite_schema WHERE name IN ('tags', 'image_tags', 'dates')", row => row.GetInt64(0))[0] == 3,
            Count = (int)probe.Query("SELECT count(*) FROM images", row => row.GetInt64(0))[0],
            Meta = probe.Query("SELECT key, value FROM meta", row => KeyValuePair.Create(row.GetString(0), row.GetString(1)))
                .ToDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>The image with an ordinal, captions and tags included.</summary>
    /// <param name="ordinal">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such ordinal.</exception>
    public CatalogImage this[int ordinal] =>
        Query($"{CatalogRow.Select(HasFacts)} WHERE ordinal = $1", CatalogRow.Read, ordinal) is [var image]
            ? image with { Captions = Captions(ordinal), Tags = Tags(ordinal) }
            : throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, $"Expected 0 to {Count - 1}.");

    /// <summary>Finds an image by its key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="ordinal">Its ordinal, or -1.</param>
    /// <returns>False when no image has the key.</returns>
    public bool TryGetOrdinal(string key, out int ordinal)
    {
        ArgumentNullException.ThrowIfNull(key);
        var found = Query("SELECT ordinal FROM images WHERE key = $1", row => row.GetInt32(0), key);
        ordinal = found is [var only] ? only : -1;
        return ordinal >= 0;
    }

    /// <summary>The captions of an image, in order; empty when it has none.</summary>
    /// <param name="ordinal">Ordinal of the image.</param>
    public IReadOnlyList<CatalogCaption> Captions(int ordinal) => Query(
        "SELECT text, origin FROM captions WHERE image = $1 ORDER BY ordinal",
        row => new CatalogCaption(row.GetString(0), row.GetString(1)), ordinal);

    /// <summary>All images with their captions and tags, by ordinal, read in one go.</summary>
    public IReadOnlyList<CatalogImage> ReadAll()
    {
        var captions = Query(
                "SELECT image, text, origin FROM captions ORDER BY image, ordinal",
                row => (Image: row.GetInt32(0), Caption: new CatalogCaption(row.GetString(1), row.GetString(2))))
            .ToLookup(entry => entry.Image, entry => entry.Caption);
        var tags = TagsByImage();
        return Query($"{CatalogRow.Select(HasFacts)} ORDER BY ordinal", row => (Ordinal: row.GetInt32(0), Image: CatalogRow.Read(row)))
            .ConvertAll(entry => entry.Image with { Captions = [.. captions[entry.Ordinal]], Tags = [.. tags[entry.Ordinal]] });
    }

    /// <summary>Groups of images with the same bytes: ordinals, ascending, at least two in a group.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Duplicates() => [.. Query(
            """
            SELECT sha256, ordinal FROM images
            WHERE sha256 IN (SELECT sha256 FROM images GROUP BY sha256 HAVING count(*) > 1) ORDER BY ordinal
            """,
            row => (Hash: Convert.ToHexString(row.GetFieldValue<byte[]>(0)), Ordinal: row.GetInt32(1)))
        .GroupBy(entry => entry.Hash, entry => entry.Ordinal, (_, ordinals) => ordinals.ToArray())];

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>One pooled connection a call, arguments named $1 and on: SQLite connections belong to one thread at a time.</summary>
    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params IReadOnlyList<object> arguments)
    {
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < arguments.Count; i++)
            {
                command.Parameters.AddWithValue(FormattableString.Invariant($"${i + 1}"), arguments[i]);
            }

            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        catch (SqliteException exception)
        {
            throw Unfit(_file, "cannot be read as a catalog; it is damaged or another kind of file", exception);
        }
    }

    /// <summary>A journal left by a crash would be played back into the next file of that name.</summary>
    private static void Discard(string temporary)
    {
        File.Delete(temporary + "-journal");
        File.Delete(temporary);
    }

    private static void RequireSound(IReadOnlyList<CatalogImage> images)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            if (!keys.Add(image.Key))
            {
                throw new ArgumentException($"Expected one image a key, found two with '{image.Key}'.", nameof(images));
            }

            if (image.Sha256.Length != 32)
            {
                throw new ArgumentException($"Expected 32 bytes of SHA-256 for '{image.Key}', got {image.Sha256.Length}.", nameof(images));
            }
        }
    }

    private static MemoryException Unfit(string file, string fact, Exception? cause = null) =>
        new(Path.GetDirectoryName(file) ?? file, $"The catalog '{Path.GetFileName(file)}' {fact}.", cause);
}
