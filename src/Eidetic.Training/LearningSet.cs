using Eidetic.Abstractions;

namespace Eidetic.Training;

/// <summary>What is learned from: every image's vector and the texts known or written for images.</summary>
internal sealed record LearningSet
{
    /// <summary>float32 [images, eyesDim], the eyes' own scale.</summary>
    public required FeatureMatrix ImageFeatures { get; init; }

    /// <summary>float32 [texts, earsDim]; null when there is no text at all.</summary>
    public required FeatureMatrix? TextFeatures { get; init; }

    /// <summary>int [texts]: the image each text belongs to.</summary>
    public required int[] TextImages { get; init; }

    /// <summary>bool [texts]: true for pseudo-captions.</summary>
    public required bool[] IsPseudo { get; init; }

    /// <summary>Texts kept out of learning, by which it is judged.</summary>
    public required HeldOutTexts HeldOut { get; init; }

    /// <summary>The images that a pass of the memorize stream goes through, some of them several times; null for each once.</summary>
    public int[]? ImageStream { get; init; }

    /// <summary>Number of images.</summary>
    public int Images => ImageFeatures.Rows;
}
