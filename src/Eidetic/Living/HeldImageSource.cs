using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>The images that a memory holds, as a source: their files, and what people wrote of them.</summary>
/// <param name="engine">The memory, held open while the source is read.</param>
internal sealed class HeldImageSource(RecallEngine engine) : IImageSource
{
    public string Name => engine.Generation.Memory;

    public IAsyncEnumerable<SourceImage> ReadAsync(Action<SourceProblem> report, CancellationToken cancellationToken = default) =>
        DescribeAll().ToAsyncEnumerable();

    /// <summary>Makes sure that no image would be lost.</summary>
    /// <exception cref="MemoryException">A picture cannot be read any more.</exception>
    public void RequireWhole(CancellationToken cancellationToken)
    {
        var decoder = new ImageDecoder();
        foreach (var key in engine.Catalog.Keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                decoder.ReadHeader(Describe(key).ReadBytes(), key);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ImageDecodeException)
            {
                throw new MemoryException(
                    engine.Generation.Memory,
                    $"Expected the picture '{key}' where it was memorized, but it cannot be read ({exception.Message}): put it back, or remove the image first.", exception);
            }
        }
    }

    // Captions that were kept out of learning are people's too: what is kept out this time is chosen anew.
    private IEnumerable<SourceImage> DescribeAll()
    {
        var keptOut = HeldOutCaptions.Load(engine.Generation, key => engine.Book.TryGetImage(key, out _)).ToLookup(caption => caption.Key, caption => caption.Text);
        return engine.Catalog.ReadAll().OrderBy(image => image.Key, StringComparer.Ordinal).Select(image => Describe(image, keptOut[image.Key]));
    }

    private SourceImage Describe(CatalogImage image, IEnumerable<string> keptOut) => Describe(image.Key) with
    {
        Path = image.Path,
        Captions = [.. image.Captions.Where(caption => !caption.IsPseudo).Select(caption => caption.Text).Concat(keptOut).Distinct(StringComparer.Ordinal)],
        Tags = image.Tags,
        Date = image.Date,
    };

    private SourceImage Describe(string key) => new()
    {
        Key = key,
        Open = () => MemorizedImages.Open(engine, key) ?? throw new FileNotFoundException("it is not there"),
    };
}
