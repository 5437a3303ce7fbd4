namespace Eidetic.Modeling;

/// <summary>Sizes of one of SigLIP's transformers.</summary>
internal sealed record SiglipTransformerOptions
{
    /// <summary>Length of a token's state, <c>hidden_size</c>.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks, <c>num_hidden_layers</c>.</summary>
    public required int Layers { get; init; }

    /// <summary>Attention heads, <c>num_attention_heads</c>; divides <see cref="Width"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Width of the feed-forward layers, <c>intermediate_size</c>.</summary>
    public required int FeedForward { get; init; }

    /// <summary>Nonlinearity. Default: GELU with tanh.</summary>
    public TowerActivation Activation { get; init; } = TowerActivation.GeluTanh;

    /// <summary>Added to the variance by layer normalization. Default 1e-6.</summary>
    public double Epsilon { get; init; } = 1e-6;
}
