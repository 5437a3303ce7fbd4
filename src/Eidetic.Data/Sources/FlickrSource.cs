using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// Flickr8k's own layout (Hodosh et al. 2013): <c>Images/</c>, <c>*.token.txt</c> with lines <c>name.jpg#0⇥caption</c>, and the lists
/// <c>*.trainImages.txt</c>, <c>*.devImages.txt</c>, <c>*.testImages.txt</c>. Keys are file names.
/// </summary>
internal sealed class FlickrSource(string name, string folder) : ListedSource(name)
{
    private static readonly string[] Splits = ["train", "dev", "test"];
    private readonly string _root = Path.GetFullPath(folder);

    public override void RequireExists()
    {
        if (!Directory.Exists(_root))
        {
            throw new SourceException($"The folder of '{Name}' is not there.", _root);
        }

        if (ImageFolder() is null)
        {
            throw new SourceException($"Expected a folder Images in that of '{Name}', found none.", _root);
        }
    }

    protected override SourceException Empty() =>
        new($"The folder Images of '{Name}' holds no pictures: looked for {PictureFiles.Looked}.", ImageFolder());

    protected override List<SourceImage> List(Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        var pictures = PictureFiles.Walk(ImageFolder()!, report, cancellationToken).Where(file => PictureFiles.IsPicture(file.Key)).ToList();
        var keys = new KeyLookup(pictures.Select(picture => picture.Key));
        var missing = new HashSet<string>(StringComparer.Ordinal);
        var merge = new CaptionMerge(report);
        foreach (var file in Files(".token.txt", report))
        {
            merge.Add(ReadLines(file, report, (line, location) => ParseToken(line, location, report)), KeyOf);
        }

        foreach (var split in Splits)
        {
            foreach (var file in Files($".{split}Images.txt", report))
            {
                merge.Add(ReadLines(file, report, (line, at) => new CaptionRecord(line.Trim(), [], split, at, IsWhole: false)), KeyOf);
            }
        }

        return [.. pictures.Select(picture => Describe(picture.Key, picture.Path, merge))];

        string? KeyOf(CaptionRecord record)
        {
            var key = keys.Find(record.Image);
            if (key is null && missing.Add(record.Image))
            {
                report(new SourceProblem(record.Location, $"The line names '{record.Image}', which is not in Images; it was left out."));
            }

            return key;
        }
    }

    private static SourceImage Describe(string key, string path, CaptionMerge merge) =>
        merge.Describe(new SourceImage { Key = key, Path = path, Open = Opens(path) });

    private static CaptionRecord? ParseToken(string line, string location, Action<SourceProblem> report)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        var hash = tab < 0 ? -1 : line.LastIndexOf('#', tab);
        if (hash <= 0)
        {
            report(new SourceProblem(location, "Expected 'name.jpg#0', a tab and a caption, found something else; the line was left out."));
            return null;
        }

        var (image, caption) = (line[..hash].Trim(), line[(tab + 1)..].Trim());
        if (caption.Length == 0)
        {
            report(new SourceProblem(location, $"The caption of '{image}' is empty; it was left out."));
        }

        return new CaptionRecord(image, caption.Length == 0 ? [] : [caption], Split: null, location, IsWhole: false);
    }

    private static List<CaptionRecord> ReadLines(string file, Action<SourceProblem> report, Func<string, string, CaptionRecord?> parse)
    {
        var item = Path.GetFileName(file);
        try
        {
            return [.. File.ReadLines(file).Select((line, index) => (Line: line, Number: index + 1))
                .Where(numbered => !string.IsNullOrWhiteSpace(numbered.Line))
                .Select(numbered => parse(numbered.Line, FormattableString.Invariant($"{item}:{numbered.Number}")))
                .OfType<CaptionRecord>()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report(new SourceProblem(item, $"The file cannot be read and was left out: {exception.Message}"));
            return [];
        }
    }

    private string[] Files(string ending, Action<SourceProblem> report)
    {
        string[] files = [.. Directory.EnumerateFiles(_root)
            .Where(file => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            .Where(file => !file.EndsWith(".lemma.token.txt", StringComparison.OrdinalIgnoreCase)) // Flickr8k's captions again, in base forms
            .Order(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            report(new SourceProblem("*" + ending, "No such file beside the folder Images; what it would tell is not known."));
        }

        return files;
    }

    private string? ImageFolder() => Directory.EnumerateDirectories(_root)
        .FirstOrDefault(path => Path.GetFileName(path).ToUpperInvariant() is "IMAGES" or "FLICKER8K_DATASET");
}
