using Eidetic.Data;

namespace Eidetic;

/// <summary>What the catalog keeps of a collection.</summary>
internal static class CatalogEntries
{
    /// <param name="images">The images.</param>
    /// <param name="captions">For each image its captions.</param>
    public static IReadOnlyList<CatalogImage> Of(IReadOnlyList<IngestedImage> images, IReadOnlyList<IReadOnlyList<CatalogCaption>> captions) =>
    [
        .. images.Select((image, i) => new CatalogImage
        {
            Key = image.Source.Key,
            Path = image.Source.Path,
            Sha256 = image.Sha256,
            Bytes = image.Bytes,
            Width = image.Width,
            Height = image.Height,
            Split = image.Source.Split,
            Tags = image.Source.Tags,
            Date = image.Date,
            Captions = captions[i],
        }),
    ];
}
