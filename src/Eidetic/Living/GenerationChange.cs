using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>Writes what every change of a collection changes in the next generation, and takes over what it does not.</summary>
internal static class GenerationChange
{
    /// <summary>Writes catalog, vectors and features of the images that stay and come. The file of changes is written before.</summary>
    /// <param name="writer">The next generation.</param>
    /// <param name="generation">The live one.</param>
    /// <param name="images">All images of the next, those that stay first.</param>
    /// <param name="staying">Images of the live one that stay.</param>
    /// <param name="vectors">float32 [images that come, queryDim], or null.</param>
    /// <param name="features">float32 [images that come, eyesDim], or null.</param>
    public static void Write(
        MemoryWriter writer, MemoryGeneration generation, IReadOnlyList<CatalogImage> images, int[] staying, FeatureMatrix? vectors = null, FeatureMatrix? features = null)
    {
        writer.Keep(
            generation, MemoryGeneration.ChangesFile, MemoryGeneration.CatalogFile, MemoryGeneration.VectorsFile, MemoryGeneration.FeaturesFile,
            MemoryGeneration.HeldOutFile);
        // Whatever comes under the key of an image that goes is another image.
        var stays = images.Take(staying.Length).Select(image => image.Key).ToHashSet(StringComparer.Ordinal);
        HeldOutCaptions.Save(writer[MemoryGeneration.HeldOutFile], HeldOutCaptions.Load(generation, stays.Contains));
        ImageCatalog.Create(writer[MemoryGeneration.CatalogFile], images);
        var known = ImageVectors.Load(generation[MemoryGeneration.VectorsFile]);
        known.Keep(staying, vectors is null ? null : ImageVectors.Of(vectors, known.SharedDim)).Save(writer[MemoryGeneration.VectorsFile]);
        if (generation.Has(MemoryGeneration.FeaturesFile))
        {
            var more = features is null ? null : ImageFeatures.Of(features);
            ImageFeatures.Load(generation[MemoryGeneration.FeaturesFile]).Keep(staying, more).Save(writer[MemoryGeneration.FeaturesFile]);
        }
    }

    /// <summary>The facts of the next generation.</summary>
    public static MemoryManifest Describe(MemoryManifest manifest, IReadOnlyList<CatalogImage> images) => manifest with
    {
        FormatVersion = MemoryManifest.CurrentFormat,
        Images = images.Count,
        Captions = images.Sum(image => image.Captions.Count(caption => !caption.IsPseudo)),
        PseudoCaptions = images.Sum(image => image.Captions.Count(caption => caption.IsPseudo)),
    };
}
