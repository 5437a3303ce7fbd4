using Eidetic.Data;

namespace Eidetic;

/// <summary>Opens the bytes of memorized images where they were found: a file of the source, or a picture that ships with the program.</summary>
internal static class MemorizedImages
{
    /// <returns>The bytes, or null when the memory has no such image or its file is gone.</returns>
    public static Stream? Open(RecallEngine engine, string key)
    {
        if (!engine.Catalog.TryGetOrdinal(key, out var ordinal))
        {
            return null;
        }

        if (engine.Catalog[ordinal].Path is { } path)
        {
            // A memory that was moved took its own pictures along.
            var moved = Path.Combine(engine.Generation.Memory, ImageMemory.PicturesFolder, Path.GetFileName(path));
            return File.Exists(path) ? File.OpenRead(path) : IsOwn(path) && File.Exists(moved) ? File.OpenRead(moved) : null;
        }

        var manifest = engine.Generation.Manifest;
        return IsEmoji(manifest.Source) || (manifest.AddedSources?.Any(IsEmoji) ?? false) ? EmojiSource.OpenPicture(key) : null;
    }

    /// <summary>What the memory knows about an image.</summary>
    public static MemorizedImage Describe(RecallEngine engine, int ordinal)
    {
        var image = engine.Catalog[ordinal];
        return new MemorizedImage
        {
            Key = image.Key,
            Path = image.Path,
            Sha256 = Convert.ToHexStringLower(image.Sha256),
            SizeInBytes = image.Bytes,
            Width = image.Width,
            Height = image.Height,
            Captions = image.Captions,
            Tags = image.Tags,
            Date = image.Date,
            Identifier = engine.Book.TokenNames(engine.Book.Trie.LeavesOf(ordinal)[0]),
        };
    }

    private static bool IsOwn(string path) => Path.GetFileName(Path.GetDirectoryName(path)) == ImageMemory.PicturesFolder;

    private static bool IsEmoji(string source) => source == "emoji" || source.StartsWith("emoji:", StringComparison.Ordinal);
}
