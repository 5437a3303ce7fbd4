namespace Eidetic.Modeling;

/// <summary>How much is generated.</summary>
internal sealed record GenerationOptions
{
    /// <summary>Most tokens written after a prompt, at least 1. Default 64.</summary>
    public int MaxTokens { get; init; } = 64;

    /// <summary>The token that ends a row, which is left out; null to write <see cref="MaxTokens"/> in any case. Default null.</summary>
    public int? EndToken { get; init; }

    /// <summary>How often each prompt is written on from, at least 1; more needs a cache, and a sampler that draws by chance. Default 1.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Whether earlier tokens' keys and values are kept instead of computed at every step; changes speed, not what is written. Default true.</summary>
    public bool KeepsCache { get; init; } = true;
}
