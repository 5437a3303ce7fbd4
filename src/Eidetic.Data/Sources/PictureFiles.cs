using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// Walks a folder: hidden files and folders are passed over, links to folders are followed but no folder is entered twice, so a loop of
/// links ends.
/// </summary>
internal static class PictureFiles
{
    /// <summary>What a message says was looked for.</summary>
    public const string Looked = ".jpg, .jpeg, .png, .webp, .gif and .bmp";

    private static readonly HashSet<string> Extensions =
        new([".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> ForeignExtensions = new(
        [".heic", ".heif", ".avif", ".tif", ".tiff", ".jxl", ".jp2", ".svg", ".psd", ".cr2", ".nef", ".dng"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly EnumerationOptions Visible =
        new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = false };

    /// <summary>True for the extensions of pictures that are decoded.</summary>
    public static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path));

    /// <summary>True for pictures of formats that are not decoded; worth telling.</summary>
    public static bool IsForeignPicture(string path) => ForeignExtensions.Contains(Path.GetExtension(path));

    /// <summary>Every file that is not hidden, with its key. Folders that cannot be read are reported.</summary>
    /// <param name="root">Full path of the folder.</param>
    /// <param name="report">Receives folders that cannot be read.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public static IEnumerable<(string Key, string Path)> Walk(string root, Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        var entered = new HashSet<string>(StringComparer.Ordinal) { RealPath(new DirectoryInfo(root)) };
        var waiting = new Stack<(string Key, DirectoryInfo Folder)>([("", new DirectoryInfo(RealPath(new DirectoryInfo(root))))]);
        while (waiting.TryPop(out var next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in Entries(next.Folder, next.Key, report))
            {
                var key = SourceKey.Join(next.Key, entry.Name);
                if (entry is not DirectoryInfo folder)
                {
                    yield return (key, Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar)));
                }
                else if (entered.Add(RealPath(folder)))
                {
                    waiting.Push((key, new DirectoryInfo(RealPath(folder))));
                }
            }
        }
    }

    private static FileSystemInfo[] Entries(DirectoryInfo folder, string key, Action<SourceProblem> report)
    {
        try
        {
            var entries = folder.GetFileSystemInfos("*", Visible);
            Array.Sort(entries, (a, b) => string.CompareOrdinal(b.Name, a.Name));
            return entries;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            report(new SourceProblem(key.Length == 0 ? "." : key, "The folder cannot be read (missing permission?) and was left out."));
            return [];
        }
    }

    private static string RealPath(DirectoryInfo folder)
    {
        try
        {
            return folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;
        }
        catch (IOException)
        {
            return folder.FullName; // A link that points at itself: it cannot be entered, and reading it reports that.
        }
    }
}
