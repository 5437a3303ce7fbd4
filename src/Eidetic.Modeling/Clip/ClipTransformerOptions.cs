namespace Eidetic.Modeling;

/// <summary>Sizes of one of CLIP's transformers.</summary>
internal sealed record ClipTransformerOptions
{
    /// <summary>Length of a token's state.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Attention heads; divides <see cref="Width"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Width of the feed-forward layers.</summary>
    public required int FeedForward { get; init; }

    /// <summary>Nonlinearity. Default: OpenAI's.</summary>
    public TowerActivation Activation { get; init; } = TowerActivation.QuickGelu;

    /// <summary>Added to the variance by layer normalization. Default 1e-5.</summary>
    public double Epsilon { get; init; } = 1e-5;
}
