using System.Runtime.CompilerServices;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// Reads the images of a source on background threads and hands them out in batches, in source order. At most a few images more than a
/// batch are in memory. Images that cannot be read are reported and left out; two keys with the same bytes are both kept, and told.
/// Immutable; safe to use from several threads.
/// </summary>
public sealed class ImageIngest
{
    private readonly ImageIngestOptions _options;
    private readonly ImageDecoder _decoder;

    /// <summary>Makes an ingest.</summary>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is not positive.</exception>
    public ImageIngest(ImageIngestOptions? options = null)
    {
        _options = options ?? new ImageIngestOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.BatchSize, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_options.Workers, nameof(options));
        _decoder = new ImageDecoder(_options.Decoder);
    }

    /// <summary>Reads a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="preprocessing">How the encoder wants its pictures.</param>
    /// <param name="needsPixels">
    /// Given the SHA-256 of an image's bytes, whether to decode it; false only for content that was decoded before (its features are cached),
    /// since a header alone does not prove a picture whole. Called from several threads.
    /// </param>
    /// <param name="report">Receives each problem once, from one thread at a time.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="SourceException">The source is missing or empty, or none of its images can be read.</exception>
    public async IAsyncEnumerable<IReadOnlyList<IngestedImage>> ReadAsync(
        IImageSource source,
        ImagePreprocessing preprocessing,
        Func<byte[], bool> needsPixels,
        Action<SourceProblem> report,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(preprocessing);
        ArgumentNullException.ThrowIfNull(needsPixels);
        ArgumentNullException.ThrowIfNull(report);
        using var reader = new ImageReader(_decoder, preprocessing, needsPixels);
        using var pipeline = new IngestPipeline(reader, _options.Workers, ahead: _options.BatchSize + _options.Workers);
        var tell = Serialized(report);
        var duplicates = new DuplicateWatch();
        var batch = new List<IngestedImage>(_options.BatchSize);
        var (read, kept) = (0, 0);
        await foreach (var (image, problem) in pipeline.RunAsync(source, tell, cancellationToken))
        {
            read++;
            if ((problem ?? duplicates.Check(image!)) is { } told)
            {
                tell(told);
            }

            if (image is null)
            {
                continue;
            }

            kept++;
            batch.Add(image);
            if (batch.Count == _options.BatchSize)
            {
                yield return batch;
                batch = new List<IngestedImage>(_options.BatchSize);
            }
        }

        if (kept == 0)
        {
            throw new SourceException(FormattableString.Invariant($"None of the {read} images of '{source.Name}' can be read."));
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>The source reports from its own thread while images are being handed out on the caller's.</summary>
    private static Action<SourceProblem> Serialized(Action<SourceProblem> report)
    {
        var gate = new Lock();
        return problem =>
        {
            lock (gate)
            {
                report(problem);
            }
        };
    }
}
