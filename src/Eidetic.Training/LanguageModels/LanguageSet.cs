using Eidetic.Abstractions;

namespace Eidetic.Training;

/// <summary>What a language model learns from: pictures, texts about them, and identifiers in the model's own tokens.</summary>
internal sealed record LanguageSet
{
    /// <summary>Number of images.</summary>
    public required int Images { get; init; }

    /// <summary>Gives an image's picture, prepared for the model. Called once a step for each row.</summary>
    public required Func<int, PreparedPicture> Picture { get; init; }

    /// <summary>Fills the place of the picture in prompts about texts.</summary>
    public required PreparedPicture Padding { get; init; }

    /// <summary>Texts learned from, each with its image.</summary>
    public required IReadOnlyList<(int Image, string Text)> Texts { get; init; }

    /// <summary>For each image its identifiers in the model's tokens; at least one.</summary>
    public required IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>> Identifiers { get; init; }
}
