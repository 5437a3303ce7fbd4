using System.Globalization;

namespace Eidetic.Data;

/// <summary>
/// Dates of pictures as people and data sets write them (ISO 8601). They are those of the clock on the spot: a time zone is read and
/// dropped, so that a picture of New Year's Eve is one of that year wherever it was taken.
/// </summary>
public static class ImageDate
{
    /// <summary>What a message says is expected.</summary>
    public const string Expected = "2024, 2024-07, 2024-07-31 or 2024-07-31T18:30";

    private static readonly string[] Forms =
    [
        "yyyy", "yyyy-MM", "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-dd' 'HH:mm:ssK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>A date as it is read again, the time left out where it is the day's beginning.</summary>
    /// <param name="date">The date.</param>
    public static string Text(DateTime date) =>
        date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Reads a year, a month, a day or a moment; each means its beginning.</summary>
    /// <param name="text">The text; white space around it does no harm.</param>
    /// <param name="date">The date, without a time zone.</param>
    /// <returns>False when it is none of these, or there is no such day.</returns>
    public static bool TryParse(string text, out DateTime date)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isRead = DateTimeOffset.TryParseExact(
            text.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment);
        date = moment.DateTime;
        return isRead;
    }
}
