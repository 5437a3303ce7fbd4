using Eidetic.Abstractions;

namespace Eidetic;

public sealed partial class ImageMemory
{
    /// <summary>Largest number of images that <see cref="ListImages"/> gives at once.</summary>
    public const int MostListed = 1000;

    /// <summary>Folder inside a memory's folder for pictures that came to it and are kept nowhere else; it moves with the memory.</summary>
    public const string PicturesFolder = "pictures";

    /// <summary>What the memory knows about an image.</summary>
    /// <param name="key">Key of the image.</param>
    /// <returns>The facts, or null when the memory has no such image.</returns>
    public MemorizedImage? FindImage(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var use = _live.Take();
        return use.Engine.Catalog.TryGetOrdinal(key, out var ordinal) ? MemorizedImages.Describe(use.Engine, ordinal) : null;
    }

    /// <summary>A part of the memory's images, ordered by the bytes of their keys.</summary>
    /// <param name="after">The key after which to begin, whether or not there is such an image; null for the first.</param>
    /// <param name="limit">How many at most, 1 to <see cref="MostListed"/>. Default 100.</param>
    /// <param name="keyPrefix">How the keys begin, letter for letter, or null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    public IReadOnlyList<MemorizedImage> ListImages(string? after = null, int limit = 100, string? keyPrefix = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MostListed);
        using var use = _live.Take();
        var engine = use.Engine;
        return [.. engine.Catalog.Page(new RecallFilter { KeyPrefix = keyPrefix }, after, limit).Select(ordinal => MemorizedImages.Describe(engine, ordinal))];
    }

    /// <summary>
    /// Answers from what is on disk now, where another process has changed the memory since; who is being answered meanwhile gets the answer of
    /// the memory as it was.
    /// </summary>
    /// <param name="cancellationToken">Stops waiting for a change in work.</param>
    /// <returns>Whether the memory was changed.</returns>
    /// <exception cref="MemoryException">What is on disk cannot be opened; this object answers as before.</exception>
    public Task<bool> RefreshAsync(CancellationToken cancellationToken = default) => _living.RefreshAsync(cancellationToken);
}
