using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic;

/// <summary>Names new images by the codebooks of their memory, beside the images that are there.</summary>
internal static class ImageNaming
{
    /// <summary>Names images one after the other.</summary>
    /// <param name="engine">The memory.</param>
    /// <param name="vectors">float32 [images, namingDim].</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>An identifier for each image, or null where the codes near it are all in use.</returns>
    public static IReadOnlyList<int>?[] Name(RecallEngine engine, FeatureMatrix vectors, CancellationToken cancellationToken)
    {
        var (namer, longest) = TokenCodebooks.LoadNamer(engine.Generation[MemoryGeneration.CodebooksFile], engine.Book.Vocabulary);
        return Name(namer, longest, new IdentifierPaths(engine.Book.Trie), vectors, cancellationToken);
    }

    /// <summary>Names images one after the other.</summary>
    /// <param name="namer">The codebooks.</param>
    /// <param name="longest">Tokens that an identifier may have at most.</param>
    /// <param name="paths">The identifiers in use; takes the new ones.</param>
    /// <param name="vectors">float32 [images, namingDim].</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>An identifier for each image, or null where the codes near it are all in use.</returns>
    public static IReadOnlyList<int>?[] Name(
        ResidualNamer namer, int longest, IdentifierPaths paths, FeatureMatrix vectors, CancellationToken cancellationToken)
    {
        var identifiers = new IReadOnlyList<int>?[vectors.Rows];
        for (var image = 0; image < identifiers.Length; image++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (namer.Name(vectors[image], paths.Look) is { } identifier && identifier.Count <= longest)
            {
                identifiers[image] = identifier;
                paths.Add(identifier);
            }
        }

        return identifiers;
    }
}
