using Eidetic.Abstractions;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Eidetic.Server.Images;

/// <summary>A file of an upload: its key and its bytes, both checked.</summary>
/// <param name="Key">The name it came with.</param>
/// <param name="Bytes">The encoded picture.</param>
internal sealed record UploadedFile(string Key, byte[] Bytes)
{
    private const int LongestKey = 240;
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"];

    /// <summary>The key that a file's name means.</summary>
    /// <exception cref="RequestException">It leads out of the collection, or is no name of a picture.</exception>
    public static string KeyOf(string name)
    {
        var steps = name.Split('/');
        var isSound = name.Length <= LongestKey && !name.Contains('\\') && !name.Contains(':') && !name.Any(char.IsControl)
            && steps.All(step => step.Length > 0 && step[0] != '.' && step.Trim() == step) && Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
        return isSound
            ? name
            : throw new RequestException(
                StatusCodes.Status400BadRequest,
                FormattableString.Invariant($"Expected file names such as 'cat.jpg' or 'holiday/cat.jpg' of at most {LongestKey} characters, ending in {string.Join(", ", Extensions)}, got '{Shown(name)}'."));
    }

    /// <exception cref="RequestException">It is larger than allowed.</exception>
    public static async Task<byte[]> ReadAsync(IFormFile file, ServerLimits limits, CancellationToken cancellationToken)
    {
        if (file.Length > limits.PictureBytes)
        {
            throw new RequestException(
                StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"Expected pictures of at most {limits.PictureBytes} bytes, got '{Shown(file.FileName)}' of {file.Length}."));
        }

        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private static string Shown(string name) => name.Length <= LongestKey ? name : name[..LongestKey] + "…";
}
