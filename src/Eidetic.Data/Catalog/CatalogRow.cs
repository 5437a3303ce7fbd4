using Microsoft.Data.Sqlite;

namespace Eidetic.Data;

/// <summary>A row of the table of images; captions are read apart.</summary>
internal static class CatalogRow
{
    public const string Select = "SELECT ordinal, key, path, sha256, bytes, width, height, split FROM images";

    public static CatalogImage Read(SqliteDataReader row) => new()
    {
        Key = row.GetString(1),
        Path = row.IsDBNull(2) ? null : row.GetString(2),
        Sha256 = row.GetFieldValue<byte[]>(3),
        Bytes = row.GetInt64(4),
        Width = row.GetInt32(5),
        Height = row.GetInt32(6),
        Split = row.IsDBNull(7) ? null : row.GetString(7),
    };
}
