using System.Diagnostics;
using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Identifiers;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Adds the images of a source to a memory: named by its codebooks at once, learned when it is consolidated.</summary>
/// <param name="engine">The live generation, opened.</param>
/// <param name="writer">Holds the memory's lock since before the generation was opened.</param>
/// <param name="progress">Told what happens, or null.</param>
internal sealed class ImageAdder(RecallEngine engine, MemoryWriter writer, IProgress<MemorizeProgress>? progress)
{
    private readonly PhaseReporter _reporter = new(progress);
    private readonly List<SourceProblem> _problems = [];

    /// <summary>Adds, and makes the new generation the live one; writes nothing where there is nothing new.</summary>
    public async Task<AddReport> RunAsync(IImageSource source, CancellationToken cancellationToken)
    {
        LivingChecks.RequireNaming(engine.Generation);
        var held = engine.Catalog.ReadAll();
        var absent = new AbsentKeySource(source, held.Select(image => image.Key).ToHashSet(StringComparer.Ordinal));
        var (known, coming) = await absent.LookAsync(cancellationToken);
        if (coming == 0)
        {
            return Report([], known, pseudoCaptioned: 0, skipped: 0, TimeSpan.Zero);
        }

        using var cache = FeatureCache.Open(FeatureCache.DefaultPath, problem => _problems.Add(new SourceProblem(FeatureCache.DefaultPath, problem)));
        var clock = Stopwatch.StartNew();
        var eyes = engine.Model.Eyes;
        if (await ReadAsync(absent, eyes, cache, isAllowedNone: known.Count > 0, cancellationToken) is not { } collection)
        {
            return Report([], known, pseudoCaptioned: 0, skipped: coming, clock.Elapsed);
        }

        var encoding = clock.Elapsed;
        TellTwins(collection, held);
        var captions = Captions(collection, eyes);
        clock.Restart();
        var described = new DescribedImages(engine, captions, _reporter);
        var vectors = described.Move(engine.Model.ImageVectors(collection.Features), cancellationToken);
        encoding += clock.Elapsed;
        _reporter.Tell(MemorizePhase.Identifiers, 0, $"{collection.Images.Count} pictures");
        var identifiers = ImageNaming.Name(engine, engine.Model.NamingVectors(collection.Features), cancellationToken);
        var named = Named(collection, identifiers);
        if (named.Length > 0)
        {
            _reporter.Tell(MemorizePhase.Saving, 0);
            Save(source.Name, held, collection, captions, vectors, identifiers, named);
            _reporter.Tell(MemorizePhase.Saving, 1, engine.Generation.Memory);
        }

        return Report(
            [.. named.Select(image => collection.Keys[image])], known, named.Count(image => captions[image].Any(c => c.IsPseudo)),
            collection.Listed - collection.Images.Count, encoding);
    }

    // A source that was added before, and holds one more file that is no picture, holds nothing new.
    private async Task<Collection?> ReadAsync(
        AbsentKeySource absent, IVisionEncoder eyes, FeatureCache cache, bool isAllowedNone, CancellationToken cancellationToken)
    {
        try
        {
            return await new CollectionReader(eyes, cache, _reporter).ReadAsync(absent, captionsFrom: null, _problems.Add, cancellationToken);
        }
        catch (SourceException) when (isAllowedNone)
        {
            return null;
        }
    }

    private void TellTwins(Collection collection, IReadOnlyList<CatalogImage> held)
    {
        var byHash = held.DistinctBy(image => Convert.ToHexString(image.Sha256)).ToDictionary(image => Convert.ToHexString(image.Sha256), image => image.Key);
        foreach (var image in collection.Images)
        {
            if (byHash.TryGetValue(Convert.ToHexString(image.Sha256), out var twin))
            {
                _problems.Add(new SourceProblem(image.Source.Key, $"The file has the same bytes as '{twin}'; both are kept."));
            }
        }
    }

    private IReadOnlyList<CatalogCaption>[] Captions(Collection collection, IVisionEncoder eyes)
    {
        var captions = collection.Captions.Select(list => (IReadOnlyList<CatalogCaption>)[.. list.Select(text => new CatalogCaption(text))]).ToArray();
        if (captions.All(list => list.Count > 0))
        {
            return captions;
        }

        using var captioner = new ShippedCaptioner(eyes);
        LearningMaterial.WritePseudoCaptions(captions, collection, captioner, engine.Generation.Manifest.Seed, _reporter);
        return captions;
    }

    private int[] Named(Collection collection, IReadOnlyList<int>?[] identifiers)
    {
        var named = new List<int>(identifiers.Length);
        for (var image = 0; image < identifiers.Length; image++)
        {
            if (identifiers[image] is not null)
            {
                named.Add(image);
            }
            else
            {
                _problems.Add(new SourceProblem(collection.Keys[image], "The memory has no identifier left near this picture, so it was not added: memorize the grown collection anew."));
            }
        }

        return [.. named];
    }

    private void Save(
        string source, IReadOnlyList<CatalogImage> held, Collection collection, IReadOnlyList<CatalogCaption>[] captions, FeatureMatrix vectors,
        IReadOnlyList<int>?[] identifiers, int[] named)
    {
        var generation = engine.Generation;
        engine.Book.SaveChanges(
            writer[MemoryGeneration.ChangesFile], removed: [], [.. named.Select(image => new AddedImage(collection.Keys[image], [identifiers[image]!]))]);
        var entries = CatalogEntries.Of(collection.Images, captions);
        IReadOnlyList<CatalogImage> images = [.. held, .. named.Select(image => entries[image])];
        GenerationChange.Write(writer, generation, images, Enumerable.Range(0, held.Count).ToArray(), vectors.Pick(named), collection.Features.Pick(named));
        writer.Commit(GenerationChange.Describe(generation.Manifest, images) with
        {
            AddedSources = [.. (generation.Manifest.AddedSources ?? []).Append(source).Distinct(StringComparer.Ordinal)],
        });
    }

    private AddReport Report(IReadOnlyList<string> added, IReadOnlyList<SourceProblem> known, int pseudoCaptioned, int skipped, TimeSpan encoding) => new()
    {
        Added = added,
        AlreadyThere = known.Count,
        PseudoCaptioned = pseudoCaptioned,
        Skipped = skipped,
        Problems = [.. _problems, .. known],
        Images = engine.Book.Keys.Count + added.Count,
        Encoding = encoding,
        Elapsed = _reporter.Elapsed,
    };
}
