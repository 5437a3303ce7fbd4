using System.Security.Cryptography;

namespace Eidetic.Modeling;

/// <summary>Keeps a patched library where only this user writes: in the user's cache, or, when that cannot be used, for once in a new temporary folder.</summary>
internal static class PrivateLibraryCopy
{
    /// <summary>Path of the copy in the user's cache: a folder named by the original's SHA-256.</summary>
    /// <param name="cache">The folder of all copies.</param>
    /// <param name="original">The unpatched library.</param>
    /// <param name="fileName">Name of the library.</param>
    public static string PathIn(string cache, byte[] original, string fileName) =>
        Path.Combine(cache, Convert.ToHexStringLower(SHA256.HashData(original)), fileName);

    /// <summary>The user's cache for Eidetic's native libraries, or null when the user has no home.</summary>
    public static string? UserCache()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!Path.IsPathFullyQualified(cache ?? ""))
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            cache = home.Length > 0 ? Path.Combine(home, ".cache") : null;
        }

        return cache is null ? null : Path.Combine(cache, "eidetic", "native");
    }

    /// <summary>
    /// Makes sure the file holds exactly these bytes. Several processes may do so at once: each writes a file of its own and moves
    /// it into place, and all of them write the same.
    /// </summary>
    /// <param name="path">Where the copy belongs.</param>
    /// <param name="patched">Its bytes.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static void Ensure(string path, byte[] patched)
    {
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(patched))
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, stream => stream.Write(patched));
    }
}
