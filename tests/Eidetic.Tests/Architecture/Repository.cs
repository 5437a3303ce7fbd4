using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Eidetic.Tests.Architecture;

/// <summary>The repository these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>Eidetic.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Names of the projects under <c>src</c>.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    /// <summary>A file or folder of the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The project file of a project under <c>src</c>.</summary>
    public static XDocument ProjectFile(string project) => XDocument.Load(At("src", project, $"{project}.csproj"));

    /// <summary>What a project file includes under an element name.</summary>
    public static IReadOnlyList<string> Includes(string project, string element) =>
        [.. ProjectFile(project).Descendants(element).Attributes("Include").Select(include => include.Value)];

    /// <summary>Source files of a folder, build outputs left out, as paths from the root with forward slashes.</summary>
    public static IEnumerable<string> SourceFiles(params string[] folder) =>
        Directory.EnumerateFiles(At(folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/") && !file.Contains("/obj/"));

    // A deterministic build may write the source path without its root, so the walk starts at the test's output.
    private static string FindRoot([CallerFilePath] string here = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(here)! })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Eidetic.slnx")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new DirectoryNotFoundException("Expected Eidetic.slnx in a folder above the test's output; run the tests from a clone.");
    }
}
