namespace Eidetic.Modeling;

/// <summary>Sizes of CLIP's text tower.</summary>
internal sealed record ClipTextOptions
{
    /// <summary>Number of tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Tokens of the longest text, start and end counted.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Length of a pooled vector.</summary>
    public required int OutputDim { get; init; }

    /// <summary>The token whose first place is pooled; null to pool the highest token, as OpenAI's code does. Default null.</summary>
    public int? EndToken { get; init; }

    /// <summary>Sizes of the blocks.</summary>
    public required ClipTransformerOptions Transformer { get; init; }
}
