using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// The splits that image retrieval is measured on (Karpathy and Fei-Fei 2015, arXiv 1412.2306): <c>dataset_flickr8k.json</c>,
/// <c>dataset_flickr30k.json</c>, <c>dataset_coco.json</c>. Keys are <c>filepath/filename</c>, or the name alone where there is no path.
/// </summary>
internal sealed class KarpathySource(string name, string file, string? folder)
    : DataSetSource(name, file, folder ?? Path.GetDirectoryName(Path.GetFullPath(file))!)
{
    protected override List<SourceImage> Read(Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        var images = new List<SourceImage>();
        JsonArrays.Read(
            File,
            ["images"],
            (array, index, entry) =>
            {
                if (Describe(entry, At(array, index), report) is { } image)
                    images.Add(image);
            },
            cancellationToken);
        return images;
    }

    private SourceImage? Describe(JsonElement entry, string location, Action<SourceProblem> report)
    {
        if (JsonText.Of(entry, "filename") is not { } name)
        {
            report(new SourceProblem(location, "Expected an object with filename, split and sentences, found no filename; it was left out."));
            return null;
        }

        // COCO's two folders of images are often put into one.
        var image = JsonText.Of(entry, "filepath") is { } path
            ? Find(SourceKey.Join(path, name), location, report, others: Path.GetFileName(name))
            : Find(name, location, report);
        return image is null ? null : image with { Captions = Captions(entry, location, report), Split = JsonText.Of(entry, "split") };
    }

    private static List<string> Captions(JsonElement entry, string location, Action<SourceProblem> report)
    {
        if (!entry.TryGetProperty("sentences", out var sentences) || sentences.ValueKind != JsonValueKind.Array)
        {
            report(new SourceProblem(location, "Expected sentences, found none; the image has no captions."));
            return [];
        }

        var captions = sentences.EnumerateArray().Select(sentence => JsonText.Of(sentence, "raw")).ToList();
        if (captions.Contains(null))
            report(new SourceProblem(location, "Expected each of the sentences to have its text as raw, found one without; it was left out."));

        return [.. captions.OfType<string>()];
    }
}
