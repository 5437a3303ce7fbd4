using Eidetic.Abstractions;

namespace Eidetic.Training;

/// <summary>What a language model learns from: pictures, texts about them, and what it should answer.</summary>
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

    /// <summary>For each image its identifiers, at least one: in the model's tokens or, where a head scores whole images, the image's number.</summary>
    public required IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>> Identifiers { get; init; }
}
