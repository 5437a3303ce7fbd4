namespace Eidetic;

/// <summary>
/// Keeps a generation's files in place while a reader answers from them: a shared lock on its manifest, in this process or another. Systems
/// without locks on files keep what is open, and Windows deletes nothing that is open.
/// </summary>
internal static class GenerationHold
{
    /// <summary>Holds a generation until the result is disposed.</summary>
    /// <param name="folder">The generation's folder.</param>
    /// <exception cref="IOException">It went away.</exception>
    public static IDisposable Take(string folder) => new FileStream(
        Path.Combine(folder, MemoryGeneration.ManifestFile), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);

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
