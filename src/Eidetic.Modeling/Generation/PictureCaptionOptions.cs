namespace Eidetic.Modeling;

/// <summary>How captions of a picture are written.</summary>
internal sealed record PictureCaptionOptions
{
    /// <summary>Captions wanted, at least 1; fewer come where some say the same. Default 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Beams, at least <see cref="Count"/>, or null to draw by chance. Default null.</summary>
    public int? Beams { get; init; }

    /// <summary>The share of probability that draws are made from, above 0 and up to 1. Default 0.9.</summary>
    public double TopP { get; init; } = 0.9;

    /// <summary>Below 1 makes the likely likelier. Default 1.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Most tokens of a caption. Default 48.</summary>
    public int MaxTokens { get; init; } = 48;

    /// <summary>What the model is asked, with or without <see cref="PromptText.Picture"/>; null for what its family was taught. Default null.</summary>
    public string? Prompt { get; init; }
}
