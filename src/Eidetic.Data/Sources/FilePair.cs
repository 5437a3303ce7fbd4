namespace Eidetic.Data;

/// <summary>Two paths in one source, <c>FILE:IMAGES</c>, where a path may itself have a colon.</summary>
/// <param name="File">The file.</param>
/// <param name="Folder">The folder, or null when only a file is named.</param>
internal sealed record FilePair(string File, string? Folder)
{
    /// <summary>
    /// Cuts at the first colon before which there is a file, or else at the first that is no drive's, as in <c>C:\a.json:D:\images</c>.
    /// </summary>
    public static FilePair Parse(string text)
    {
        if (System.IO.File.Exists(text))
            return new FilePair(text, null);

        var colons = Enumerable.Range(1, Math.Max(0, text.Length - 1)).Where(index => text[index] == ':' && !IsDrive(text, index)).ToList();
        if (colons.Count == 0)
            return new FilePair(text, null);

        var cut = colons.Find(index => System.IO.File.Exists(text[..index]));
        cut = cut == 0 ? colons[0] : cut;
        return new FilePair(text[..cut], cut == text.Length - 1 ? null : text[(cut + 1)..]);
    }

    // A letter alone between two colons or at the start, then a colon and a slash.
    private static bool IsDrive(string text, int colon) =>
        char.IsAsciiLetter(text[colon - 1]) && (colon == 1 || text[colon - 2] == ':')
        && colon + 1 < text.Length && text[colon + 1] is '\\' or '/';
}
