namespace Eidetic.Modeling;

/// <summary>Sizes of SigLIP's text tower.</summary>
internal sealed record SiglipTextOptions
{
    /// <summary>Number of tokens, <c>vocab_size</c>.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Tokens of every text, which is padded to it: <c>max_position_embeddings</c>.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Length of a pooled vector.</summary>
    public required int OutputDim { get; init; }

    /// <summary>Sizes of the blocks.</summary>
    public required SiglipTransformerOptions Transformer { get; init; }
}
