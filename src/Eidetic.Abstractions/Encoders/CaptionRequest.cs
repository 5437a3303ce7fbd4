namespace Eidetic.Abstractions;

/// <summary>What a captioner may look at: the vision encoder's vector, which is at hand, or the pixels, which cost a decode.</summary>
public sealed record CaptionRequest
{
    /// <summary>The image's key.</summary>
    public required string Key { get; init; }

    /// <summary>float32 [dim], the vector of the memory's vision encoder.</summary>
    public required ReadOnlyMemory<float> Features { get; init; }

    /// <summary>Decodes the picture at its own size.</summary>
    public required Func<RgbImage> LoadPixels { get; init; }
}
