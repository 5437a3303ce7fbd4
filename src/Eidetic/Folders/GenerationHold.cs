namespace Eidetic;

/// <summary>
/// Keeps a generation's files in place while a reader answers from them: a shared lock on its manifest, in this process or another. Systems
/// without locks on files keep what is open, and Windows deletes nothing that is open.
/// </summary>
internal static class GenerationHold
{
    /// <summary>Holds a generation until the result is disposed; one that is being built, and has no manifest yet, needs no holding.</summary>
    /// <param name="folder">The generation's folder.</param>
    public static IDisposable? Take(string folder)
    {
        try
        {
            return new FileStream(
                Path.Combine(folder, MemoryGeneration.ManifestFile), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether somebody holds it.</summary>
    public static bool IsTaken(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, MemoryGeneration.ManifestFile), FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 1);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
