using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Eidetic.Data;

/// <summary>A row of the table of images; captions and tags are read apart.</summary>
internal static class CatalogRow
{
    /// <summary>How dates are written: they sort as text.</summary>
    private const string DateForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";

    /// <param name="hasDates">Whether the catalog has a table of dates.</param>
    public static string Select(bool hasDates) =>
        $"SELECT ordinal, key, path, sha256, bytes, width, height, split, {(hasDates ? "(SELECT date FROM dates WHERE image = ordinal)" : "NULL")} FROM images";

    public static string Date(DateTime date) => date.ToString(DateForm, CultureInfo.InvariantCulture);

    public static DateTime Date(string date) => DateTime.ParseExact(date, DateForm, CultureInfo.InvariantCulture);

    public static CatalogImage Read(SqliteDataReader row) => new()
    {
        Key = row.GetString(1),
        Path = row.IsDBNull(2) ? null : row.GetString(2),
        Sha256 = row.GetFieldValue<byte[]>(3),
        Bytes = row.GetInt64(4),
        Width = row.GetInt32(5),
        Height = row.GetInt32(6),
        Split = row.IsDBNull(7) ? null : row.GetString(7),
        Date = row.IsDBNull(8) ? null : Date(row.GetString(8)),
    };
}
