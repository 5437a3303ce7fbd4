namespace Eidetic.Abstractions;

/// <summary>A collection of images with their captions. Reading is repeatable and ordered by key; safe to read from one thread at a time.</summary>
public interface IImageSource
{
    /// <summary>What the user typed to name the source, for messages.</summary>
    string Name { get; }

    /// <summary>Lists the images. Nothing is decoded; files that cannot be part of the collection are reported and left out.</summary>
    /// <param name="report">Receives each problem once.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SourceException">The source itself is missing, empty, or not of the expected form.</exception>
    IAsyncEnumerable<SourceImage> ReadAsync(Action<SourceProblem> report, CancellationToken cancellationToken = default);
}
