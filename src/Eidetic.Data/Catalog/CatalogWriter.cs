using Microsoft.Data.Sqlite;

namespace Eidetic.Data;

/// <summary>Writes a catalog in one transaction.</summary>
internal static class CatalogWriter
{
    public static void Write(string file, IReadOnlyList<CatalogImage> images, IReadOnlyDictionary<string, string> meta)
    {
        // No pooling: a pooled connection would keep the file open after it is moved.
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false };
        using var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        Execute(connection, FormattableString.Invariant(
            $"PRAGMA application_id = {CatalogSchema.ApplicationId}; PRAGMA user_version = {CatalogSchema.Version}; PRAGMA synchronous = FULL;"));
        using var transaction = connection.BeginTransaction();
        Execute(connection, CatalogSchema.Create);
        InsertImages(connection, images);
        InsertTags(connection, images);
        InsertMeta(connection, meta);
        transaction.Commit();
    }

    private static void InsertImages(SqliteConnection connection, IReadOnlyList<CatalogImage> images)
    {
        using var image = new Insert(connection, "images", "ordinal", "key", "path", "sha256", "bytes", "width", "height", "split");
        using var caption = new Insert(connection, "captions", "image", "ordinal", "text", "origin");
        using var date = new Insert(connection, "dates", "image", "date");
        for (var ordinal = 0; ordinal < images.Count; ordinal++)
        {
            var row = images[ordinal];
            image.Row(ordinal, row.Key, row.Path, row.Sha256, row.Bytes, row.Width, row.Height, row.Split);
            for (var i = 0; i < row.Captions.Count; i++)
            {
                caption.Row(ordinal, i, row.Captions[i].Text, row.Captions[i].Origin);
            }

            if (row.Date is { } when)
            {
                date.Row(ordinal, CatalogRow.Date(when));
            }
        }
    }

    private static void InsertTags(SqliteConnection connection, IReadOnlyList<CatalogImage> images)
    {
        using var tag = new Insert(connection, "tags", "ordinal", "name", "folded");
        using var use = new Insert(connection, "image_tags", "tag", "image", "place");
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var ordinal = 0; ordinal < images.Count; ordinal++)
        {
            var tags = TagText.Distinct(images[ordinal].Tags.Select(TagText.Clean).OfType<string>());
            for (var place = 0; place < tags.Count; place++)
            {
                var folded = TagText.Fold(tags[place]);
                if (known.TryAdd(folded, known.Count))
                {
                    tag.Row(known[folded], tags[place], folded);
                }

                use.Row(known[folded], ordinal, place);
            }
        }
    }

    private static void InsertMeta(SqliteConnection connection, IReadOnlyDictionary<string, string> meta)
    {
        using var insert = new Insert(connection, "meta", "key", "value");
        foreach (var (key, value) in meta)
        {
            insert.Row(key, value);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A prepared INSERT. Table and column names are this file's own; values are always parameters.</summary>
    private sealed class Insert : IDisposable
    {
        private readonly SqliteCommand _command;

        public Insert(SqliteConnection connection, string table, params string[] columns)
        {
            _command = connection.CreateCommand();
            _command.CommandText = $"INSERT INTO {table} ({string.Join(',', columns)}) VALUES ({string.Join(',', columns.Select(c => "$" + c))})";
            foreach (var column in columns)
            {
                _command.Parameters.Add(new SqliteParameter("$" + column, null));
            }
        }

        public void Row(params object?[] values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                _command.Parameters[i].Value = values[i] ?? DBNull.Value;
            }

            _command.ExecuteNonQuery();
        }

        public void Dispose() => _command.Dispose();
    }
}
