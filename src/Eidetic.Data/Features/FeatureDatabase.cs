using Microsoft.Data.Sqlite;

namespace Eidetic.Data;

/// <summary>The cache's file: opening, and the statements it is used by.</summary>
internal static class FeatureDatabase
{
    /// <summary>How long to wait for another process that is writing.</summary>
    private const int BusySeconds = 60;

    /// <exception cref="InvalidDataException">The file belongs to another program or a newer version.</exception>
    public static SqliteConnection Open(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = BusySeconds };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Selects one column of the vector of ($fingerprint, $sha256).</summary>
    public static SqliteCommand Select(SqliteConnection connection, string fingerprint, string column)
    {
        var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT {column} FROM features WHERE encoder = (SELECT id FROM encoders WHERE fingerprint = $fingerprint) AND sha256 = $sha256";
        command.Parameters.AddWithValue("$fingerprint", fingerprint);
        command.Parameters.Add("$sha256", SqliteType.Blob);
        return command;
    }

    /// <summary>Inserts a vector ($fingerprint, $sha256, $vector); makes the encoder's row first. Call it inside a transaction.</summary>
    public static SqliteCommand Insert(SqliteConnection connection, string fingerprint)
    {
        using (var encoder = connection.CreateCommand())
        {
            encoder.CommandText = "INSERT OR IGNORE INTO encoders (fingerprint) VALUES ($fingerprint)";
            encoder.Parameters.AddWithValue("$fingerprint", fingerprint);
            encoder.ExecuteNonQuery();
        }

        var command = connection.CreateCommand();
        command.CommandText =
            "INSERT OR REPLACE INTO features SELECT id, $sha256, $vector FROM encoders WHERE fingerprint = $fingerprint";
        command.Parameters.AddWithValue("$fingerprint", fingerprint);
        command.Parameters.Add("$sha256", SqliteType.Blob);
        command.Parameters.Add("$vector", SqliteType.Blob);
        return command;
    }

    private static void Prepare(SqliteConnection connection)
    {
        var (application, version, objects) = Facts(connection);
        var isNew = application == 0 && objects == 0;
        if (!isNew && (application != FeatureSchema.ApplicationId || version != FeatureSchema.Version))
        {
            throw new InvalidDataException("it is a database of another program or of another version");
        }

        // A crash may lose the newest vectors, which are computed again; the file stays whole.
        Scalar(connection, "PRAGMA synchronous = NORMAL");
        if (!isNew)
        {
            return;
        }

        Scalar(connection, "PRAGMA journal_mode = WAL");
        using var transaction = connection.BeginTransaction();
        Scalar(connection, FeatureSchema.Create + FormattableString.Invariant(
            $"PRAGMA application_id = {FeatureSchema.ApplicationId}; PRAGMA user_version = {FeatureSchema.Version};"));
        transaction.Commit();
    }

    // In one statement: read one after the other, they could straddle the moment another process makes the tables.
    private static (long Application, long Version, long Objects) Facts(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_application_id, pragma_user_version";
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : default;
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long? ?? 0;
    }
}
