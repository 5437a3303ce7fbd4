namespace Eidetic.Abstractions;

/// <summary>A frozen tower that turns pictures into vectors. Immutable and safe to use from several threads; dispose it when done.</summary>
public interface IVisionEncoder : IDisposable
{
    /// <summary>Short name, as in <c>mobilenet</c>.</summary>
    string Name { get; }

    /// <summary>Changes whenever the same picture may give another vector (weights, preprocessing); keys the feature cache.</summary>
    string Fingerprint { get; }

    /// <summary>Length of a vector.</summary>
    int Dim { get; }

    /// <summary>How pictures must be prepared before <see cref="Encode"/>.</summary>
    ImagePreprocessing Preprocessing { get; }

    /// <summary>Encodes prepared pictures.</summary>
    /// <param name="images">Pictures of exactly <see cref="ImagePreprocessing.Size"/> squared.</param>
    /// <returns>float32 [images, dim], in the tower's own scale.</returns>
    /// <exception cref="ArgumentException">A picture has another size.</exception>
    FeatureMatrix Encode(IReadOnlyList<RgbImage> images);
}
