using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>Reads a source and sees every image once: a picture whose content was seen before comes from the cache.</summary>
internal sealed class CollectionReader(IVisionEncoder eyes, FeatureCache cache, PhaseReporter reporter)
{
    private static readonly string[] UnseenSplits = ["dev", "val", "validation", "test"];

    /// <summary>Reads a collection.</summary>
    /// <param name="source">The source.</param>
    /// <param name="captionsFrom">A file of captions to use beside those of the source, or null.</param>
    /// <param name="report">Receives what was skipped or mended.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<Collection> ReadAsync(
        IImageSource source, string? captionsFrom, Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        var total = await CountAsync(source, cancellationToken);
        var images = new List<IngestedImage>();
        var rows = new List<float[]>();
        var ingest = new ImageIngest();
        await foreach (var batch in ingest.ReadAsync(
            source, eyes.Preprocessing, sha256 => !cache.Contains(eyes.Fingerprint, sha256), report, cancellationToken))
        {
            rows.AddRange(See(batch));
            images.AddRange(batch.Select(i => i with { Prepared = null }));
            reporter.Tell(MemorizePhase.Encoding, images.Count / (double)Math.Max(total, images.Count), $"{images.Count} of {total} pictures");
        }

        var features = new FeatureMatrix(eyes.Dim, [.. rows.SelectMany(r => r)]);
        return new Collection(images, features, Captions(images, captionsFrom, report), total);
    }

    private async Task<int> CountAsync(IImageSource source, CancellationToken cancellationToken)
    {
        var count = 0;
        // Problems are reported when the images are read.
        await foreach (var _ in source.ReadAsync(_ => { }, cancellationToken))
        {
            count++;
        }

        reporter.Tell(MemorizePhase.Reading, 1, $"{count} pictures in {source.Name}");
        return count;
    }

    private IEnumerable<float[]> See(IReadOnlyList<IngestedImage> batch)
    {
        var hashes = batch.Select(i => i.Sha256).ToArray();
        var found = new bool[batch.Count];
        var vectors = new FeatureMatrix(batch.Count, eyes.Dim);
        cache.TryGetMany(eyes.Fingerprint, hashes, vectors, found);
        var unseen = Enumerable.Range(0, batch.Count).Where(i => !found[i]).ToArray();
        if (unseen.Length > 0)
        {
            var seen = eyes.Encode([.. unseen.Select(i => Pixels(batch[i]))]);
            cache.PutMany(eyes.Fingerprint, [.. unseen.Select(i => hashes[i])], seen);
            for (var i = 0; i < unseen.Length; i++)
            {
                seen[i].CopyTo(vectors[unseen[i]]);
            }
        }

        return Enumerable.Range(0, batch.Count).Select(i => vectors[i].ToArray());
    }

    // The cache held the vector when the picture was read, and lost it since: read the picture again.
    private RgbImage Pixels(IngestedImage image)
    {
        if (image.Prepared is { } prepared)
        {
            return prepared;
        }

        return new ImageDecoder().DecodeFitted(image.Source.ReadBytes(), image.Source.Key, eyes.Preprocessing, out _);
    }

    // Captions of held-out splits are queries somebody will measure with: they are never learned from.
    private static IReadOnlyList<string>[] Captions(IReadOnlyList<IngestedImage> images, string? captionsFrom, Action<SourceProblem> report)
    {
        var captions = images.Select(i => IsUnseen(i.Source.Split) ? [] : i.Source.Captions).ToArray();
        if (captionsFrom is null)
        {
            return captions;
        }

        var file = CaptionFile.Read(captionsFrom, report);
        var keys = images.Select(i => i.Source.Key).ToHashSet(StringComparer.Ordinal);
        file.ReportMissing(keys.Contains, report);
        return [.. images.Select((image, i) => file.Captions.TryGetValue(image.Source.Key, out var more)
            ? [.. captions[i].Concat(more).Distinct(StringComparer.Ordinal)]
            : captions[i])];
    }

    private static bool IsUnseen(string? split) => split is not null && UnseenSplits.Contains(split, StringComparer.OrdinalIgnoreCase);
}
