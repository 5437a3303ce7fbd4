namespace Eidetic.Abstractions;

/// <summary>What is asked of a memory: words, a picture, or both.</summary>
public sealed record RecallQuery
{
    /// <summary>A description in words, or null.</summary>
    public string? Text { get; init; }

    /// <summary>A picture, or null.</summary>
    public RgbImage? Image { get; init; }

    /// <summary>A query in words.</summary>
    /// <param name="text">The description.</param>
    public static RecallQuery FromText(string text) => new() { Text = text };
}
