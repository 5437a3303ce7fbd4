namespace Eidetic.Abstractions;

/// <summary>Writes pseudo-captions for images that nobody captioned. Safe to use from several threads.</summary>
public interface ICaptioner
{
    /// <summary>Short name, kept with every caption it writes.</summary>
    string Name { get; }

    /// <summary>Writes captions. The same request and seed give the same captions.</summary>
    /// <param name="images">The images.</param>
    /// <param name="captionsPerImage">How many at most for each image, at least 1.</param>
    /// <param name="seed">Chooses among equally good captions.</param>
    /// <returns>For each image its captions, best first; never empty strings.</returns>
    IReadOnlyList<IReadOnlyList<string>> Caption(IReadOnlyList<CaptionRequest> images, int captionsPerImage, int seed);
}
