using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Identifiers;
using Eidetic.Training;

namespace Eidetic;

/// <summary>What a memory that is consolidated learns from: what was kept of its images, and the captions and pseudo-captions of all of them.</summary>
internal static class ConsolidationSet
{
    private const int Epochs = 20;
    private const double LearningRate = 5e-4;     // half of what a memory begins with: what is known is to be kept
    private const int MostRepeats = 8;            // an added image comes so often in a pass at most

    /// <summary>Reads what was kept, and hears the captions.</summary>
    public static LearningSet Prepare(
        RecallEngine engine, IReadOnlyList<CatalogImage> images, IReadOnlyList<(int Image, string Text)> heldOut, PhaseReporter reporter,
        CancellationToken cancellationToken)
    {
        var texts = images.SelectMany((image, i) => image.Captions.Select(caption => (Image: i, caption.Text, caption.IsPseudo))).ToArray();
        using var cache = FeatureCache.Open(FeatureCache.DefaultPath, _ => { });
        reporter.Tell(MemorizePhase.Captioning, 0, $"{texts.Length} texts");
        var bank = new TextBank(engine.Model.Ears, cache);
        var heard = bank.Encode(
            [.. texts.Select(text => text.Text)], done => reporter.Tell(MemorizePhase.Captioning, Math.Min(1, done / (double)texts.Length), $"{done} texts"), cancellationToken);
        var firstAdded = images.Count - engine.Book.AddedImages;
        var repeats = Repeats(firstAdded, engine.Book.AddedImages);
        return new LearningSet
        {
            ImageFeatures = ImageFeatures.Load(engine.Generation[MemoryGeneration.FeaturesFile]).ToMatrix(),
            TextFeatures = heard,
            TextImages = [.. texts.Select(text => text.Image)],
            IsPseudo = [.. texts.Select(text => text.IsPseudo)],
            HeldOut = bank.Encode([.. heldOut.Select(caption => caption.Text)], _ => { }, cancellationToken) is { } kept
                ? new HeldOutTexts(kept, [.. heldOut.Select(caption => caption.Image)])
                : HeldOutTexts.None,
            // Only pictures come more often: texts that did would make the added images likelier for every query.
            ImageStream = Repeated(images.Count, image => image >= firstAdded, repeats),
        };
    }

    /// <summary>How it is learned.</summary>
    public static LearningOptions Options(ConsolidateOptions options, CompactLearning? learning, int seed, double uncaptioned, bool hasCodebook)
    {
        var memorized = new MemorizeOptions { Source = "", Memory = "", Epochs = options.Epochs ?? Epochs, Seed = seed, Learning = learning ?? new CompactLearning() };
        var usual = LearningDefaults.For(memorized, uncaptioned, hasCodebook);
        return usual with { LearningRate = LearningRate, TimeBudget = options.TimeBudget };
    }

    /// <summary>The identifiers of a book as a scheme would give them.</summary>
    public static IdentifierAssignment Assignment(IdentifierBook book) => new()
    {
        Vocabulary = book.Vocabulary,
        IsAtomic = book.IsAtomic,
        Identifiers = [.. Enumerable.Range(0, book.Keys.Count).SelectMany(image => book.IdentifiersOf(image).Select(tokens => new ImageIdentifier(image, tokens)))],
    };

    // Few added images are seen as often as the old ones together, but none more than a few times in a pass.
    private static int Repeats(int old, int added) => added == 0 ? 1 : Math.Clamp(old / added, 1, MostRepeats);

    private static int[] Repeated(int count, Func<int, bool> isAdded, int repeats) =>
        [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat(i, isAdded(i) ? repeats : 1))];
}
