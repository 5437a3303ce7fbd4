using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// A folder of pictures, with <c>captions.jsonl</c>, <c>captions.csv</c> and <c>NAME.txt</c> beside them in any subfolder. The names of the
/// subfolders that a picture lies in are tags of it.
/// </summary>
internal sealed class FolderSource(string name, string folder) : ListedSource(name)
{
    private readonly string _root = Path.GetFullPath(folder);

    public override void RequireExists()
    {
        if (File.Exists(_root))
        {
            throw new SourceException(
                $"Expected a folder of pictures, found a file: '{Name}'. A list of images is written jsonl:FILE or csv:FILE.", _root);
        }

        if (!Directory.Exists(_root))
        {
            throw new SourceException($"The folder '{Name}' is not there.", _root);
        }
    }

    protected override SourceException Empty() =>
        new($"The folder '{Name}' holds no pictures: looked for {PictureFiles.Looked} in it and in its subfolders.", _root);

    protected override List<SourceImage> List(Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        var files = PictureFiles.Walk(_root, report, cancellationToken).OrderBy(file => file.Key, StringComparer.Ordinal).ToList();
        var pictures = files.Where(file => PictureFiles.IsPicture(file.Key)).ToList();
        ReportForeign(files, report);
        var keys = new KeyLookup(pictures.Select(picture => picture.Key));
        var merge = new CaptionMerge(report);
        foreach (var (key, path) in files.Where(file => IsCaptionFile(file.Key)))
        {
            AddCaptionFile(merge, keys, key, path, report);
        }

        var byStem = pictures.ToLookup(picture => Path.ChangeExtension(picture.Key, null), picture => picture.Key, StringComparer.Ordinal);
        foreach (var (key, path) in files.Where(file => Path.GetExtension(file.Key).Equals(".txt", StringComparison.OrdinalIgnoreCase)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var picture in byStem[Path.ChangeExtension(key, null)])
            {
                AddTextFile(merge, picture, key, path, report);
            }
        }

        return [.. pictures.Select(picture => Describe(picture.Key, picture.Path, merge))];
    }

    private static bool IsCaptionFile(string key) => Path.GetFileName(key).ToUpperInvariant() is "CAPTIONS.JSONL" or "CAPTIONS.CSV";

    // A photograph in 2024/holiday is tagged 2024 and holiday.
    private static SourceImage Describe(string key, string path, CaptionMerge merge) => merge.Describe(new SourceImage
    {
        Key = key,
        Path = path,
        Open = Opens(path),
        Tags = TagText.Distinct(key.Split('/').SkipLast(1).Select(TagText.Clean).OfType<string>()),
    });

    private static void AddCaptionFile(CaptionMerge merge, KeyLookup keys, string file, string path, Action<SourceProblem> report)
    {
        var folder = SourceKey.Folder(file);
        var missing = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            merge.Add(CaptionRecords.ReadByExtension(path, file, report), KeyOf);
        }
        catch (SourceException exception)
        {
            report(new SourceProblem(file, exception.Message));
        }

        string? KeyOf(CaptionRecord record)
        {
            var key = SourceKey.Normalize(SourceKey.Join(folder, record.Image));
            if (keys.Find(key) is { } found)
            {
                return found;
            }

            if (missing.Add(key))
            {
                var message = $"Captions name '{key}', which is not a picture in the folder; they were left out.";
                report(new SourceProblem(record.Location, message));
            }

            return null;
        }
    }

    private static void AddTextFile(CaptionMerge merge, string picture, string file, string path, Action<SourceProblem> report)
    {
        try
        {
            var captions = File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
            if (captions.Count == 0)
            {
                report(new SourceProblem(file, $"The caption file of '{picture}' is empty."));
            }

            merge.Add([new CaptionRecord(picture, captions, Split: null, file, IsWhole: false)], record => record.Image);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report(new SourceProblem(file, $"The caption file of '{picture}' cannot be read: {exception.Message}"));
        }
    }

    private static void ReportForeign(IEnumerable<(string Key, string Path)> files, Action<SourceProblem> report)
    {
        var foreign = files.Where(file => PictureFiles.IsForeignPicture(file.Key))
            .CountBy(file => Path.GetExtension(file.Key).ToLowerInvariant(), StringComparer.Ordinal);
        foreach (var (extension, count) in foreign)
        {
            report(new SourceProblem($"*{extension}", FormattableString.Invariant(
                $"{count} files of this format were left out: {PictureFiles.Looked} are read; convert them to JPEG or PNG.")));
        }
    }
}
