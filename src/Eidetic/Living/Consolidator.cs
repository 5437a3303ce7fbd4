using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Identifiers;
using Eidetic.Modeling;
using Eidetic.Retrieval;
using Eidetic.Training;
using TorchSharp;

namespace Eidetic;

/// <summary>
/// Learns on from a memory's weights: the added images, and all others again by what is kept of them, so that none is forgotten. The shared
/// space stays as it is, and so do the identifiers of all images that were learned; those that were added get codes of their own
/// (<see cref="OwnCodes"/>). What was laid over the book is folded into it.
/// </summary>
/// <param name="engine">The live generation, opened.</param>
/// <param name="writer">Holds the memory's lock since before the generation was opened.</param>
/// <param name="options">How to learn; checked.</param>
/// <param name="progress">Told what happens, or null.</param>
internal sealed class Consolidator(RecallEngine engine, MemoryWriter writer, ConsolidateOptions options, IProgress<MemorizeProgress>? progress)
{
    private const string CheckpointFile = "consolidation.safetensors";
    private readonly PhaseReporter _reporter = new(progress);
    private readonly MemoryGeneration _generation = engine.Generation;

    /// <summary>Learns, and makes the new generation the live one; does nothing where nothing came or went.</summary>
    public ConsolidateReport Run(CancellationToken cancellationToken)
    {
        LivingChecks.RequireLearning(_generation);
        var (added, removed) = (engine.Book.AddedImages, engine.Book.RemovedImages);
        var images = engine.Catalog.ReadAll();
        if (added + removed == 0)
        {
            return Report(images.Count, added, removed, before: [], after: []);
        }

        var device = TorchDevice.Parse(options.Device);
        using var folded = engine.Book.Fold();
        using var loaded = CompactBackbone.Load(_generation[MemoryGeneration.ModelFile], device);
        var keys = images.Select((image, place) => (image.Key, place)).ToDictionary(pair => pair.Key, pair => pair.place, StringComparer.Ordinal);
        var heldOut = HeldOutCaptions.Load(_generation, keys.ContainsKey);
        var set = ConsolidationSet.Prepare(engine, images, [.. heldOut.Select(caption => (keys[caption.Key], caption.Text))], _reporter, cancellationToken);
        var before = Check(loaded, folded, images, set.ImageFeatures, cancellationToken);
        _reporter.Tell(MemorizePhase.Identifiers, 0, $"{added} pictures");
        var own = OwnCodes.Of(engine, options.Seed ?? _generation.Manifest.Seed, cancellationToken);
        using var named = own is null ? null : IdentifierBook.Create(folded.Scheme, [.. folded.Keys], own.Assignment);
        using var backbone = own is null ? loaded : loaded.Grow(own.Codebooks.TokenOf, own.Codebooks.TokenVectors, own.Start.Counts, own.Start.Spreads);
        var book = named ?? folded;
        Learn(backbone, book, set, images, device, cancellationToken);
        var after = Check(backbone, book, images, set.ImageFeatures, cancellationToken);
        _reporter.Tell(MemorizePhase.Saving, 0);
        Save(backbone, book, own, after, heldOut, set.HeldOut, cancellationToken);
        _reporter.Tell(MemorizePhase.Saving, 1, _generation.Memory);
        return Report(images.Count, added, removed, before, after);
    }

    private void Learn(
        CompactBackbone backbone, IdentifierBook book, LearningSet set, IReadOnlyList<CatalogImage> images, torch.Device device, CancellationToken cancellationToken)
    {
        var seed = options.Seed ?? _generation.Manifest.Seed;
        var uncaptioned = images.Count(image => image.Captions.All(caption => caption.IsPseudo)) / (double)images.Count;
        var learning = ConsolidationSet.Options(options, _generation.Manifest.Learning, seed, uncaptioned, hasCodebook: _generation.Has(MemoryGeneration.CodebooksFile));
        var checkpoint = Path.Combine(writer.TrainingFolder, CheckpointFile);
        using var table = new IdentifierTable(ConsolidationSet.Assignment(book), images.Count, device);
        var texts = images.SelectMany(image => image.Captions.Select(caption => caption.Text)).ToArray();
        var worded = backbone.Words is { } words ? new WordedTexts(words, texts) : null;
        var vectors = engine.Answers.Vectors.ToMatrix();
        // What is recalled by words lies where its captions moved it; what is recalled by a picture is asked for by what the eyes see.
        var pictures = backbone.EmbedImages(set.ImageFeatures);
        using var queries = new QueryStream(set, backbone.Shared, vectors, learning, device, worded, pictures);
        using var learner = new Learner(backbone, set, table, queries, learning, fingerprint: CheckpointFile, device);
        try
        {
            learner.Run(checkpoint, heldOutRecall: null, step => _reporter.Tell(MemorizePhase.Learning, step, log: null), cancellationToken);
        }
        finally
        {
            File.Delete(checkpoint);
        }
    }

    private bool[] Check(
        CompactBackbone backbone, IdentifierBook book, IReadOnlyList<CatalogImage> images, FeatureMatrix features, CancellationToken cancellationToken) =>
        MemorizedImageCheck.Run(
            (start, rows) => backbone.CreateScorer(null, features.Slice(start, rows)),
            book,
            (first, second) => first == second || images[first].Sha256.AsSpan().SequenceEqual(images[second].Sha256),
            share => _reporter.Tell(MemorizePhase.Measuring, share),
            cancellationToken);

    private void Save(
        CompactBackbone backbone, IdentifierBook book, OwnCodes? own, bool[] isNamed, IReadOnlyList<(string Key, string Text)> heldOut, HeldOutTexts asked,
        CancellationToken cancellationToken)
    {
        var manifest = _generation.Manifest with { FormatVersion = MemoryManifest.CurrentFormat, MemorizeAccuracy = Share(isNamed) ?? 0 };
        writer.Keep(_generation, MemoryGeneration.ChangesFile, MemoryGeneration.BookFile, MemoryGeneration.ModelFile);
        book.Save(writer[MemoryGeneration.BookFile]);
        own?.Save(writer.Anew(MemoryGeneration.CodebooksFile));
        backbone.Save(writer[MemoryGeneration.ModelFile], new Dictionary<string, string> { ["eyes"] = engine.Model.Eyes.Fingerprint, ["ears"] = engine.Model.Ears.Fingerprint });
        // What was fitted to the decoder as it was is fitted anew; where too few captions are left to fit by, it stays.
        if (asked.Features is { } heard)
        {
            RerankingLearning.Fit(backbone, book, engine.Answers.Vectors, heard, [.. heldOut.Select(caption => caption.Text)], asked.Images, cancellationToken)
                ?.Save(writer.Anew(MemoryGeneration.RerankingFile));
            (int, string)[] captions = [.. asked.Images.Zip(heldOut, (image, caption) => (image, caption.Text))];
            Calibrator.FitNext(
                writer, manifest, engine.Answers.Vectors.ToSharedMatrix(), captions, options.Seed ?? manifest.Seed,
                done => _reporter.Tell(MemorizePhase.Calibrating, done), cancellationToken)?.Save(writer.Anew(MemoryGeneration.CalibrationFile));
        }

        writer.Commit(manifest);
    }

    private ConsolidateReport Report(int images, int added, int removed, bool[] before, bool[] after) => new()
    {
        Images = images,
        Added = added,
        Removed = removed,
        MemorizeAccuracyBefore = Share(before) ?? _generation.Manifest.MemorizeAccuracy,
        MemorizeAccuracy = Share(after) ?? _generation.Manifest.MemorizeAccuracy,
        AddedAccuracyBefore = Share(before.AsSpan(Math.Max(0, before.Length - added))),
        AddedAccuracy = Share(after.AsSpan(Math.Max(0, after.Length - added))),
        Elapsed = _reporter.Elapsed,
        Curve = _reporter.Curve,
    };

    private static double? Share(ReadOnlySpan<bool> isNamed) => isNamed.IsEmpty ? null : isNamed.Count(true) / (double)isNamed.Length;
}
