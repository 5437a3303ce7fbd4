using CsvHelper;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>The CSV form of a caption file (RFC 4180, comma, UTF-8).</summary>
internal static class CsvCaptions
{
    private const string Expected = "Expected the header image,caption[,split][,tags][,date]";

    /// <summary>An unclosed quote would otherwise swallow a file of any size.</summary>
    private const int MaxRowBytes = 1 << 20;

    public static List<CaptionRecord> Read(string path, string item, Action<SourceProblem> report)
    {
        try
        {
            using var csv = CsvReader.FromFile(path, Options(item, report));
            return ReadRows(csv, path, item, report);
        }
        catch (CsvFormatException exception)
        {
            throw new SourceException(
                FormattableString.Invariant($"'{item}' cannot be read as CSV at line {exception.LineNumber}: is a quote never closed?"),
                path, exception.LineNumber, exception);
        }
    }

    private static List<CaptionRecord> ReadRows(CsvReader csv, string path, string item, Action<SourceProblem> report)
    {
        csv.ReadHeader();
        if (!csv.TryGetFieldIndex("image", out var image) || !csv.TryGetFieldIndex("caption", out var caption))
        {
            throw new SourceException($"{Expected} in '{item}', found '{string.Join(',', csv.Headers.ToArray())}'.", path, line: 1);
        }

        var (split, tags, date) = (Column(csv, "split"), Column(csv, "tags"), Column(csv, "date"));
        var records = new List<CaptionRecord>();
        while (csv.Read())
        {
            var location = Location(item, csv.LineNumber);
            if (!ImageName.TryParse(csv.GetString(image), out var key))
            {
                report(new SourceProblem(location, "Expected an image name, found none; the row was left out."));
                continue;
            }

            var text = csv.GetString(caption).Trim();
            if (text.Length == 0)
            {
                report(new SourceProblem(location, $"The caption of '{key}' is empty; it was left out."));
            }

            var (part, when) = (Field(csv, split), Field(csv, date));
            records.Add(new CaptionRecord(key, text.Length == 0 ? [] : [text], part.Length == 0 ? null : part, location, IsWhole: false)
            {
                Tags = TagText.Split(Field(csv, tags)),
                Date = RecordFacts.Date(when, isGiven: when.Length > 0, key, location, report),
            });
        }

        return records;
    }

    private static int Column(CsvReader csv, string name) => csv.TryGetFieldIndex(name, out var index) ? index : -1;

    private static string Field(CsvReader csv, int column) => column < 0 ? "" : csv.GetString(column).Trim();

    private static CsvReaderOptions Options(string item, Action<SourceProblem> report) => new()
    {
        Separator = ',',
        TrackLineNumbers = true,
        MaxRecordSize = MaxRowBytes,
        MalformedData = CsvMalformedDataHandling.Skip,
        FieldCountMismatch = CsvFieldCountHandling.Skip,
        OnMalformedRecord = bad => report(new SourceProblem(Location(item, bad.LineNumber), Describe(bad.Reason))),
    };

    private static string Describe(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.FieldCountMismatch =>
            "Expected as many fields as the header has, found another number (a caption with a comma needs quotes); the row was left out.",
        CsvMalformedReason.UnterminatedQuote => "A quote that opens here is never closed; everything after it was left out.",
        _ => "Expected quotes only around a whole field, doubled inside, found one elsewhere; the row was left out.",
    };

    private static string Location(string item, long line) => FormattableString.Invariant($"{item}:{line}");
}
