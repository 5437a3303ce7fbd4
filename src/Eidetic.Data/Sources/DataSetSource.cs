using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>What sources of one large JSON file and a folder of images have in common: where an image is, and what is said when it is not.</summary>
internal abstract class DataSetSource(string name, string file, string folder) : ListedSource(name)
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>Full path of the JSON file.</summary>
    protected string File { get; } = Path.GetFullPath(file);

    /// <summary>Full path of the folder of images.</summary>
    protected string Images { get; } = Path.GetFullPath(folder);

    public override void RequireExists()
    {
        if (!System.IO.File.Exists(File))
            throw new SourceException($"The file of '{Name}' is not there.", File);
        if (!Directory.Exists(Images))
            throw new SourceException($"The folder of images of '{Name}' is not there.", Images);
    }

    protected override SourceException Empty() => new($"'{Name}' names no image that is in '{Images}'; give the folder as FILE:IMAGES.", File);

    protected override List<SourceImage> List(Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        _keys.Clear();
        return Read(report, cancellationToken);
    }

    /// <summary>Reads the file.</summary>
    protected abstract List<SourceImage> Read(Action<SourceProblem> report, CancellationToken cancellationToken);

    /// <summary>File and entry, as <c>captions.json:images[12]</c>.</summary>
    protected string At(string array, int index) => FormattableString.Invariant($"{Path.GetFileName(File)}:{array}[{index}]");

    /// <summary>The image of a name, or null, which is reported, when it cannot be had.</summary>
    /// <param name="written">Name as the file has it, relative to the folder.</param>
    /// <param name="location">File and entry.</param>
    /// <param name="report">Receives why there is none.</param>
    /// <param name="others">Where else it may be, relative to the folder.</param>
    protected SourceImage? Find(string? written, string location, Action<SourceProblem> report, params string[] others)
    {
        if (!ImageName.TryParse(written, out var key) || key[0] == '/' || key.Split('/')[0] == ".." || Path.IsPathRooted(key))
        {
            report(new SourceProblem(location, $"Expected the name of a file in the folder of images, found '{written}'; it was left out."));
            return null;
        }

        var path = new[] { key }.Concat(others).Select(place => Path.GetFullPath(Path.Combine(Images, place))).FirstOrDefault(System.IO.File.Exists);
        if (path is null)
        {
            report(new SourceProblem(location, $"The file names '{key}', which is not in the folder of images; it was left out."));
            return null;
        }

        if (!_keys.Add(key))
        {
            report(new SourceProblem(location, $"'{key}' was named before; only the first is kept."));
            return null;
        }

        return new SourceImage { Key = key, Path = path, Open = Opens(path) };
    }
}
