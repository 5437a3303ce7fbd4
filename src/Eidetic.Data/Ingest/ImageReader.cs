using System.Security.Cryptography;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>Reads one image of a source: bytes, hash, size, and pixels when they are needed.</summary>
internal sealed class ImageReader(ImageDecoder decoder, ImagePreprocessing preprocessing, Func<byte[], bool> needsPixels) : IDisposable
{
    /// <summary>From this size on (about 130 MB decoded) pictures are decoded one at a time, whatever the number of workers.</summary>
    private const long LargePixels = 32_000_000;

    private readonly SemaphoreSlim _largeGate = new(1);

    /// <exception cref="ImageDecodeException">Not a picture, damaged, or larger than the limits.</exception>
    /// <exception cref="IOException">The bytes cannot be read.</exception>
    public async Task<IngestedImage> ReadAsync(SourceImage image, CancellationToken cancellationToken)
    {
        var bytes = await ReadBytesAsync(image, cancellationToken);
        var hash = SHA256.HashData(bytes);
        var header = decoder.ReadHeader(bytes, image.Key);
        return new IngestedImage
        {
            Source = image,
            Sha256 = hash,
            Width = header.Width,
            Height = header.Height,
            Bytes = bytes.LongLength,
            Date = image.Date ?? ExifDate.Read(bytes),
            Prepared = needsPixels(hash) ? await PrepareAsync(image.Key, bytes, header, cancellationToken) : null,
        };
    }

    public void Dispose() => _largeGate.Dispose();

    private async Task<RgbImage> PrepareAsync(string key, byte[] bytes, ImageHeader header, CancellationToken cancellationToken)
    {
        if ((long)header.Width * header.Height < LargePixels)
        {
            return decoder.DecodeFitted(bytes, key, preprocessing, out _);
        }

        await _largeGate.WaitAsync(cancellationToken);
        try
        {
            return decoder.DecodeFitted(bytes, key, preprocessing, out _);
        }
        finally
        {
            _largeGate.Release();
        }
    }

    private async Task<byte[]> ReadBytesAsync(SourceImage image, CancellationToken cancellationToken)
    {
        await using var stream = image.Open();
        if (stream.CanSeek)
        {
            var length = stream.Length;
            if (!decoder.Admits(length))
            {
                throw decoder.TooManyBytes(image.Key, length);
            }

            var bytes = GC.AllocateUninitializedArray<byte>((int)length);
            await stream.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }

        return await ReadUnknownLengthAsync(stream, image.Key, cancellationToken);
    }

    private async Task<byte[]> ReadUnknownLengthAsync(Stream stream, string key, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var part = new byte[81_920];
        while (await stream.ReadAsync(part, cancellationToken) is var count and > 0)
        {
            if (!decoder.Admits(kept.Length + count))
            {
                throw decoder.TooManyBytes(key, kept.Length + count);
            }

            kept.Write(part, 0, count);
        }

        return kept.ToArray();
    }
}
