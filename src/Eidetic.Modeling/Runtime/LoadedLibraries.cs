namespace Eidetic.Modeling;

/// <summary>The libraries that this process has mapped (Linux).</summary>
internal static class LoadedLibraries
{
    private const string Maps = "/proc/self/maps";

    /// <summary>Path of the mapped file whose name begins with <paramref name="name"/>, or null.</summary>
    /// <param name="name">Name of the library, as in <c>libstdc++.so</c>.</param>
    public static string? Find(string name)
    {
        if (!File.Exists(Maps))
            return null;

        foreach (var line in File.ReadLines(Maps))
        {
            var path = line.IndexOf('/') is >= 0 and var start ? line[start..] : "";
            if (Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal) && File.Exists(path))
                return path;
        }

        return null;
    }
}
