namespace Eidetic.Modeling;

/// <summary>What a tokenizer's file asks for beside its merges.</summary>
internal sealed record BytePairOptions
{
    /// <summary>What the last letter of a piece is marked with, as in CLIP's <c>&lt;/w&gt;</c>; null for none.</summary>
    public string? EndOfWordSuffix { get; init; }

    /// <summary>The token of characters that the vocabulary lacks; null to leave them out.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>Whether several unknown characters in a row become one token. Default false.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>Whether characters that the vocabulary lacks are spelled by the tokens of their bytes, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>. Default false.</summary>
    public bool HasByteFallback { get; init; }

    /// <summary>Whether a piece that is a token is that token, whatever the merges say. Default false.</summary>
    public bool PrefersWhole { get; init; }
}
