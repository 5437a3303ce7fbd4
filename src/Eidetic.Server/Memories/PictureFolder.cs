using System.Security.Cryptography;
using System.Text;

namespace Eidetic.Server.Memories;

/// <summary>
/// The pictures that were uploaded to a memory, in its own folder. A file is named for its content and its key, never by what a client says,
/// so no name leads elsewhere, clashes with another, or is one that a system keeps for itself.
/// </summary>
/// <param name="memory">The memory folder.</param>
internal sealed class PictureFolder(string memory)
{
    private const int HashDigits = 24;
    private readonly string _folder = Path.Combine(memory, ImageMemory.PicturesFolder);

    private string Arriving => Path.Combine(_folder, ".arriving");

    /// <summary>Deletes what a crash left half-written.</summary>
    public void Tidy()
    {
        if (Directory.Exists(Arriving))
        {
            Directory.Delete(Arriving, recursive: true);
        }
    }

    /// <summary>Stores a picture: under its name it is whole or not there.</summary>
    /// <param name="key">The image's key.</param>
    /// <param name="bytes">The encoded picture.</param>
    /// <returns>The file.</returns>
    public string Store(string key, byte[] bytes)
    {
        Directory.CreateDirectory(Arriving);
        var path = Path.Combine(_folder, $"{Digits(SHA256.HashData(bytes))}-{Digits(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}{Extension(key)}");
        var arriving = Path.Combine(Arriving, Guid.NewGuid().ToString("N"));
        try
        {
            using (var stream = new FileStream(arriving, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(arriving, path, overwrite: true);
        }
        catch
        {
            File.Delete(arriving);
            throw;
        }

        return path;
    }

    /// <summary>Deletes a stored picture; a file that lies elsewhere is not this server's and stays.</summary>
    /// <param name="path">The file, or null.</param>
    public void Delete(string? path)
    {
        if (path is not null && Path.GetDirectoryName(Path.GetFullPath(path)) == Path.GetFullPath(_folder))
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody is reading it where that keeps it from being deleted; no image names it any more.
            }
        }
    }

    private static string Digits(byte[] hash) => Convert.ToHexStringLower(hash)[..HashDigits];

    private static string Extension(string key) => Path.GetExtension(key).ToLowerInvariant();
}
