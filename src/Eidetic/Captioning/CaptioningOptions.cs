namespace Eidetic;

/// <summary>Which images are captioned, by what, and how.</summary>
public sealed record CaptioningOptions
{
    /// <summary>The collection, as <see cref="MemorizeOptions.Source"/>.</summary>
    public required string Source { get; init; }

    /// <summary>Folder of a published multimodal language model.</summary>
    public required string Model { get; init; }

    /// <summary>The file of captions, JSON lines. Images that it has captions of are passed over, so that a stopped run goes on.</summary>
    public required string Output { get; init; }

    /// <summary>Captions wanted of each image, at least 1; fewer come where some would say the same. Default 1.</summary>
    public int CaptionsPerImage { get; init; } = 1;

    /// <summary>
    /// Beams, at least <see cref="CaptionsPerImage"/>: the likeliest captions. Null to draw by chance: varied ones. Default null.
    /// </summary>
    public int? Beams { get; init; }

    /// <summary>Draws are made from the fewest tokens with this share of the probability, above 0 and up to 1. Default 0.9.</summary>
    public double TopP { get; init; } = 0.9;

    /// <summary>Below 1 makes the likely likelier, above 1 less so. Default 1.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Same seed, same captions, whatever images a stopped run has captioned before. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What the model is asked; <c>&lt;image&gt;</c> says where the picture goes. Null for what the model was taught. Default null.</summary>
    public string? Prompt { get; init; }

    /// <summary>Where to compute: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>. Default <c>cpu</c>.</summary>
    public string Device { get; init; } = "cpu";
}
