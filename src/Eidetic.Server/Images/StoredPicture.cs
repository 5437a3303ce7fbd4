using Eidetic.Server.Memories;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Eidetic.Server.Images;

/// <summary>The bytes of the memory's images, where they lie now.</summary>
internal static class StoredPicture
{
    /// <summary>Opens an image for reading.</summary>
    /// <exception cref="RequestException">Its file is gone.</exception>
    public static Stream Open(ServedMemory memory, string key)
    {
        try
        {
            return memory.Memory.OpenImage(key) ?? throw Gone(key);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Gone(key);
        }
    }

    /// <summary>Reads an image.</summary>
    /// <exception cref="RequestException">Its file is gone.</exception>
    public static async Task<byte[]> ReadAsync(ServedMemory memory, string key, CancellationToken cancellationToken)
    {
        await using var stream = Open(memory, key);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static RequestException Gone(string key) => new(
        StatusCodes.Status404NotFound, $"The memory holds '{key}', but its file is not where it was memorized: the image can still be recalled, not shown.");
}
