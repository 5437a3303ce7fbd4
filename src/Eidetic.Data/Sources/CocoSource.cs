using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// COCO's own captions (Chen et al. 2015, arXiv 1504.00325): <c>captions_train2017.json</c> and the like, with the folder of their images.
/// Keys are file names; the split is that of the file's name.
/// </summary>
internal sealed class CocoSource(string name, string file, string folder) : DataSetSource(name, file, folder)
{
    private static readonly string[] Splits = ["train", "val", "test"];

    protected override List<SourceImage> Read(Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        var images = new Dictionary<long, SourceImage?>();
        var captions = new Dictionary<long, List<string>>();
        var locations = new Dictionary<long, string>();
        JsonArrays.Read(
            File,
            ["images", "annotations"],
            (array, index, entry) =>
            {
                var location = At(array, index);
                if (array == "images")
                    AddImage(images, entry, location, report);
                else
                    AddCaption(captions, locations, entry, location, report);
            },
            cancellationToken);
        foreach (var id in captions.Keys.Where(id => !images.ContainsKey(id)))
        {
            report(new SourceProblem(locations[id], $"The caption is of image {id}, which is not among the images; it was left out."));
        }

        var split = Splits.FirstOrDefault(split => Path.GetFileName(File).Contains(split, StringComparison.OrdinalIgnoreCase));
        return [.. images.Where(image => image.Value is not null)
            .Select(image => image.Value! with { Captions = captions.GetValueOrDefault(image.Key, []), Split = split })];
    }

    private void AddImage(Dictionary<long, SourceImage?> images, JsonElement entry, string location, Action<SourceProblem> report)
    {
        if (JsonText.NumberOf(entry, "id") is not { } id || JsonText.Of(entry, "file_name") is not { } name)
            report(new SourceProblem(location, "Expected an object with id and file_name, found something else; it was left out."));
        else if (images.ContainsKey(id))
            report(new SourceProblem(location, $"The image {id} was named before; only the first is kept."));
        else
            images.Add(id, Find(name, location, report));
    }

    private static void AddCaption(
        Dictionary<long, List<string>> captions,
        Dictionary<long, string> locations,
        JsonElement entry,
        string location,
        Action<SourceProblem> report)
    {
        if (JsonText.NumberOf(entry, "image_id") is not { } id || JsonText.Of(entry, "caption") is not { } caption)
        {
            report(new SourceProblem(location, "Expected an object with image_id and caption, found something else; it was left out."));
            return;
        }

        if (!captions.TryGetValue(id, out var list))
        {
            captions.Add(id, list = []);
            locations.Add(id, location);
        }

        list.Add(caption);
    }
}
