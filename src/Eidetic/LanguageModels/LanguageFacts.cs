using System.Text.Json.Serialization;

namespace Eidetic;

/// <summary>What a memory of a language model says of itself beside its tensors.</summary>
internal sealed record LanguageFacts
{
    /// <summary>Full path of the folder of the base model.</summary>
    public required string BaseFolder { get; init; }

    /// <summary>SHA-256 of the base model.</summary>
    public required string BaseSha256 { get; init; }

    /// <summary>For each identifier token the model's; see <see cref="Modeling.IdentifierTokens"/>. None where identifiers are atomic.</summary>
    public required IReadOnlyList<int> Tokens { get; init; }

    /// <summary>The head that scores whole images where identifiers are atomic, else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageHeadSize? ImageHead { get; init; }

    /// <summary>Randomness of adapters, new rows and heads.</summary>
    public required int Seed { get; init; }

    /// <summary>How it was learned, prompts included.</summary>
    public required LearningRecipe Recipe { get; init; }
}
