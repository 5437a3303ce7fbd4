using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>The images a JSON-lines or CSV file lists, by paths relative to it; nothing else in its folder is looked at.</summary>
internal sealed class ImageListSource(string name, string file, Func<string, string, Action<SourceProblem>, List<CaptionRecord>> read)
    : ListedSource(name)
{
    private readonly string _file = Path.GetFullPath(file);

    public override void RequireExists()
    {
        if (!File.Exists(_file))
        {
            throw new SourceException($"The file of '{Name}' is not there.", _file);
        }
    }

    protected override SourceException Empty() =>
        new($"'{Name}' names no image that is there; paths are relative to the file's folder.", _file);

    protected override List<SourceImage> List(Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        var merge = new CaptionMerge(report);
        merge.Add(read(_file, Path.GetFileName(_file), report), record => record.Image);
        var folder = Path.GetDirectoryName(_file)!;
        var images = new List<SourceImage>();
        foreach (var key in merge.Images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.GetFullPath(Path.Combine(folder, key));
            if (!File.Exists(path))
            {
                report(new SourceProblem(merge.LocationOf(key), $"The file names '{key}', which is not there; it was left out."));
                continue;
            }

            images.Add(merge.Describe(new SourceImage { Key = key, Path = path, Open = Opens(path) }));
        }

        return images;
    }
}
