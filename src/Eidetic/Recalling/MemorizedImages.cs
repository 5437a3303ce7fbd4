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
            return File.Exists(path) ? File.OpenRead(path) : null;
        }

        var manifest = engine.Generation.Manifest;
        return IsEmoji(manifest.Source) || (manifest.AddedSources?.Any(IsEmoji) ?? false) ? EmojiSource.OpenPicture(key) : null;
    }

    private static bool IsEmoji(string source) => source == "emoji" || source.StartsWith("emoji:", StringComparison.Ordinal);
}
