using Eidetic.Data;

namespace Eidetic;

/// <summary>
/// Where the files of recalled images were, each read from the catalog once: a query to it for every hit of every answer costs more than ordering
/// the hits. Safe to use from several threads.
/// </summary>
/// <param name="catalog">Does not change.</param>
internal sealed class ImagePaths(ImageCatalog catalog)
{
    private const string None = "";
    private readonly string?[] _known = new string?[catalog.Count];

    /// <param name="image">Ordinal of the image.</param>
    /// <returns>The path, or null when the image is not a file of its own.</returns>
    public string? this[int image]
    {
        get
        {
            // Two threads may read the same one: they find the same.
            var path = _known[image] ??= catalog.PathOf(image) ?? None;
            return path.Length == 0 ? null : path;
        }
    }
}
