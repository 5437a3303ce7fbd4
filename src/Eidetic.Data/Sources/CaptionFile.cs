using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// Captions kept apart from their images (<c>--captions-from FILE</c>): JSON lines
/// <c>{"image":"key","captions":["…"]|"caption":"…"}</c>, or CSV with the header <c>image,caption[,split]</c>. Immutable.
/// </summary>
public sealed class CaptionFile
{
    private readonly CaptionMerge _merge;

    private CaptionFile(CaptionMerge merge)
    {
        _merge = merge;
        Captions = merge.Images.ToDictionary(key => key, merge.Captions, StringComparer.Ordinal);
    }

    /// <summary>For each image key the file names, its captions in file order; an image named without captions has an empty list.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Captions { get; }

    /// <summary>Reads a file; the extension (.jsonl, .ndjson, .json or .csv) tells its form.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="report">Receives each bad line once, with file and line as <see cref="SourceProblem.Item"/>.</param>
    /// <exception cref="SourceException">The file is missing, of another form, or a CSV without the header.</exception>
    public static CaptionFile Read(string file, Action<SourceProblem> report)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        ArgumentNullException.ThrowIfNull(report);
        var merge = new CaptionMerge(report);
        merge.Add(CaptionRecords.ReadByExtension(file, Path.GetFileName(file), report), record => record.Image);
        return new CaptionFile(merge);
    }

    /// <summary>Reports, once each, the images the file names that the collection does not have.</summary>
    /// <param name="exists">True for keys of the collection.</param>
    /// <param name="report">Receives them, with file and line.</param>
    public void ReportMissing(Func<string, bool> exists, Action<SourceProblem> report)
    {
        ArgumentNullException.ThrowIfNull(exists);
        ArgumentNullException.ThrowIfNull(report);
        foreach (var key in Captions.Keys.Where(key => !exists(key)))
        {
            report(new SourceProblem(_merge.LocationOf(key), $"Captions name '{key}', which is not in the collection; they were left out."));
        }
    }
}
