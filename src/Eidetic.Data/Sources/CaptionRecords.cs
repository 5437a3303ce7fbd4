using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>Reads caption files line by line, in either form. Bad lines are reported and left out.</summary>
internal static class CaptionRecords
{
    /// <summary>Reads a file whose name tells the form.</summary>
    /// <exception cref="SourceException">The name tells neither form, or the file cannot be read.</exception>
    public static List<CaptionRecord> ReadByExtension(string path, string item, Action<SourceProblem> report) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSONL" or ".NDJSON" or ".JSON" => ReadJsonLines(path, item, report),
            ".CSV" => ReadCsv(path, item, report),
            _ => throw new SourceException($"Captions are read from .jsonl and .csv files; '{item}' is neither.", path),
        };

    /// <summary>Reads JSON lines: <c>{"image":"…","captions":["…"]|"caption":"…","split":"…","tags":["…"],"date":"…"}</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="item">What problems call it.</param>
    /// <param name="report">Receives bad lines.</param>
    public static List<CaptionRecord> ReadJsonLines(string path, string item, Action<SourceProblem> report) =>
        Reading(path, item, () => JsonLinesCaptions.Read(path, item, report));

    /// <summary>Reads CSV with the header <c>image,caption[,split][,tags][,date]</c>, one caption a row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="item">What problems call it.</param>
    /// <param name="report">Receives bad lines.</param>
    public static List<CaptionRecord> ReadCsv(string path, string item, Action<SourceProblem> report) =>
        Reading(path, item, () => CsvCaptions.Read(path, item, report));

    private static List<CaptionRecord> Reading(string path, string item, Func<List<CaptionRecord>> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceException($"The caption file '{item}' is not there.", path, innerException: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The caption file '{item}' cannot be read: {exception.Message}", path, innerException: exception);
        }
    }
}
