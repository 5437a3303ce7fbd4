namespace Eidetic.Data;

/// <summary>Where the user's feature cache lies.</summary>
internal static class FeatureCachePath
{
    private const string FileName = "features.db";

    public static string Resolve(Func<string, string?> environment)
    {
        if (environment("EIDETIC_CACHE") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? Path.Combine(named, FileName) : named;
        }

        return Path.Combine(Folder(environment), "eidetic", FileName);
    }

    /// <summary>Relative values of XDG variables are to be ignored (XDG Base Directory Specification 0.8).</summary>
    private static string Folder(Func<string, string?> environment)
    {
        if (environment("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache))
        {
            return cache;
        }

        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return local.Length > 0 ? local : Path.GetTempPath();
    }
}
