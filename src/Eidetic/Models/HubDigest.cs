using System.Security.Cryptography;
using System.Text;

namespace Eidetic;

/// <summary>
/// What a file's content must hash to: SHA-256 for large files, and for small ones the name git gives them, SHA-1 over a header and the
/// content, which tells damage though not malice.
/// </summary>
/// <param name="Hex">The hash in lower-case hexadecimals.</param>
/// <param name="IsGitBlob">Whether it is the name of a git blob.</param>
internal sealed record HubDigest(string Hex, bool IsGitBlob)
{
    /// <summary>What people call it.</summary>
    public string Kind => IsGitBlob ? "git hash" : "SHA-256";

    /// <summary>Hashes a file in the same way.</summary>
    public async Task<string> OfAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(IsGitBlob ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        if (IsGitBlob)
            hash.AppendData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"blob {stream.Length}\0")));

        var buffer = new byte[1 << 20];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
