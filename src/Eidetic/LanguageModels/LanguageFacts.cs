namespace Eidetic;

/// <summary>What a memory of a language model says of itself beside its tensors.</summary>
internal sealed record LanguageFacts
{
    /// <summary>Full path of the folder of the base model.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>SHA-256 of the base model.</summary>
    public required string BaseSha256 { get; init; }

    /// <summary>For each identifier token the model's; see <see cref="Modeling.IdentifierTokens"/>.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }

    /// <summary>Randomness of adapters and new rows.</summary>
    public required int Seed { get; init; }

    /// <summary>How it was learned, prompts included.</summary>
    public required LearningRecipe Recipe { get; init; }
}
