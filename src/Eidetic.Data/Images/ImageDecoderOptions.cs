namespace Eidetic.Data;

/// <summary>What a picture may cost before it is refused. Both limits are checked before anything of that size is allocated.</summary>
public sealed record ImageDecoderOptions
{
    /// <summary>Largest picture, width times height in pixels, as the header claims it; at most 500 million. Default: 100 million.</summary>
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>Largest encoded file in bytes. Default: 256 MiB.</summary>
    public long MaxBytes { get; init; } = 256L * 1024 * 1024;
}
