using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// Opens what a user names as SOURCE: a folder, <c>flickr:DIR</c>, <c>karpathy:FILE[:IMAGES]</c> (without IMAGES they lie beside the file),
/// <c>coco:ANNOTATIONS:IMAGES</c>, <c>jsonl:FILE</c>, <c>csv:FILE</c>, or <c>emoji</c> (the shipped collection; <c>emoji:N</c> takes N pictures
/// spread over it; a folder of that name is written <c>./emoji</c>).
/// </summary>
/// <remarks>
/// A source hands out everything its files say. Captions of images whose <see cref="SourceImage.Split"/> is <c>dev</c>, <c>val</c> or
/// <c>test</c> are among <see cref="SourceImage.Captions"/> too: whoever trains must leave them out, whoever evaluates needs them.
/// </remarks>
public static class ImageSources
{
    private const string Forms = "a folder, flickr:DIR, karpathy:FILE[:IMAGES], coco:ANNOTATIONS:IMAGES, jsonl:FILE, csv:FILE or emoji";

    /// <summary>Opens a source; its images are listed later, by <see cref="IImageSource.ReadAsync"/>.</summary>
    /// <param name="spec">What the user typed.</param>
    /// <exception cref="SourceException">The folder or file is not there, or the form is unknown or not supported yet.</exception>
    public static IImageSource Open(string spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var (scheme, path) = Split(spec);
        return scheme switch
        {
            "" when path == "emoji" => new EmojiSource(),
            "emoji" => new EmojiSource { Limit = EmojiCount(spec, path) },
            "" => Checked(new FolderSource(spec, Named(spec, path))),
            "flickr" => Checked(new FlickrSource(spec, Named(spec, path))),
            "jsonl" => Checked(new ImageListSource(spec, Named(spec, path), CaptionRecords.ReadJsonLines)),
            "csv" => Checked(new ImageListSource(spec, Named(spec, path), CaptionRecords.ReadCsv)),
            "karpathy" => Checked(Karpathy(spec, FilePair.Parse(Named(spec, path)))),
            "coco" => Checked(Coco(spec, FilePair.Parse(Named(spec, path)))),
            "webdataset" or "parquet" =>
                throw new SourceException($"Sources of the form {scheme}: are not supported yet in this version; use {Forms}."),
            _ => throw new SourceException($"Expected {Forms}, found '{spec}'."),
        };
    }

    private static int EmojiCount(string spec, string count) =>
        int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var images) && images > 0
            ? images
            : throw new SourceException($"Expected emoji or emoji:N with N pictures of at least 1, found '{spec}'.");

    private static KarpathySource Karpathy(string spec, FilePair paths) => new(spec, paths.File, paths.Folder);

    private static CocoSource Coco(string spec, FilePair paths) => paths.Folder is { } images
        ? new CocoSource(spec, paths.File, images)
        : throw new SourceException($"Expected coco:ANNOTATIONS:IMAGES with the folder of the images, found '{spec}'.");

    private static ListedSource Checked(ListedSource source)
    {
        source.RequireExists();
        return source;
    }

    private static string Named(string spec, string path) =>
        string.IsNullOrWhiteSpace(path) ? throw new SourceException($"Expected {Forms}, found '{spec}', which names no path.") : path;

    /// <summary>A scheme is at least two letters before a colon (one letter is a Windows drive), unless a folder of that whole name exists.</summary>
    private static (string Scheme, string Path) Split(string spec)
    {
        var colon = spec.IndexOf(':', StringComparison.Ordinal);
        return colon >= 2 && spec.AsSpan(0, colon).IndexOfAnyExceptInRange('a', 'z') < 0 && !Directory.Exists(spec)
            ? (spec[..colon], spec[(colon + 1)..])
            : ("", spec);
    }
}
