using System.Security.Cryptography;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Names files by their content: SHA-256 in 64 hexadecimal digits, lower case.</summary>
internal static class FileHashes
{
    private const int BytesAtOnce = 1 << 20;

    /// <summary>The hash of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends it between two parts of the file.</param>
    /// <exception cref="CheckpointFormatException">It can no longer be read.</exception>
    public static string Of(string file, CancellationToken cancellationToken = default)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            var part = new byte[BytesAtOnce];
            while (stream.Read(part) is > 0 and var read)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(part.AsSpan(0, read));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointFormatException(file, $"{file} cannot be read ({exception.Message})", exception);
        }
    }

    /// <summary>The hash of a text with a line <c>hash, two spaces, name</c> for each file, in ordinal order of the names.</summary>
    /// <param name="files">The files and what they are called in that text.</param>
    /// <param name="cancellationToken">Ends it between two parts of a file.</param>
    /// <exception cref="CheckpointFormatException">A file can no longer be read.</exception>
    public static string OfAll(IEnumerable<(string Name, string File)> files, CancellationToken cancellationToken = default) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(
            files.OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => $"{Of(entry.File, cancellationToken)}  {entry.Name}\n")))));
}
