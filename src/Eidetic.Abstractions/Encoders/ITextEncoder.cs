namespace Eidetic.Abstractions;

/// <summary>A frozen tower that turns texts into vectors. Immutable and safe to use from several threads; dispose it when done.</summary>
public interface ITextEncoder : IDisposable
{
    /// <summary>Short name, as in <c>use</c>.</summary>
    string Name { get; }

    /// <summary>Changes whenever the same text may give another vector; keys the feature cache.</summary>
    string Fingerprint { get; }

    /// <summary>Length of a vector.</summary>
    int Dim { get; }

    /// <summary>Encodes texts; each is cut at the tower's longest input.</summary>
    /// <param name="texts">Any Unicode text, also empty.</param>
    /// <returns>float32 [texts, dim].</returns>
    FeatureMatrix Encode(IReadOnlyList<string> texts);

    /// <summary>Share of a text's tokens that the tower does not know, 0..1: 1 for a script it was never shown.</summary>
    /// <param name="text">Any Unicode text.</param>
    double UnknownShare(string text);
}
