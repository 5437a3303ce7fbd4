namespace Eidetic.Data;

/// <summary>How images are read and decoded.</summary>
public sealed record ImageIngestOptions
{
    /// <summary>Images in a batch; the last may be smaller. Default: 64.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Images read and decoded at a time. Default: the number of processors.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Limits of a single picture.</summary>
    public ImageDecoderOptions Decoder { get; init; } = new();
}
