using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Modeling;
using Eidetic.Retrieval;
using Eidetic.Training;
using TorchSharp;

namespace Eidetic;

/// <summary>Learns a memory from its material: shared space, identifiers, decoder.</summary>
internal sealed class MemoryTraining(
    MemorizeOptions options, Collection collection, LearningMaterial material, RunFolder run, PhaseReporter reporter, torch.Device device,
    IModelSource? source, LearningRecipe? recipe)
{
    private const double SharedSpacePart = 0.2;      // part of what a time budget leaves that may go to the shared space
    private const int HeldOutBeams = 10;
    private const int DirectDim = 64;

    /// <summary>Steps that the shared space is learned for, or null for its own schedule.</summary>
    public int? SharedSpaceSteps { get; init; }

    /// <summary>Length of the ears' vectors.</summary>
    public required int EarsDim { get; init; }

    /// <summary>Natural logarithm of the inverse temperature where eyes and ears share a space already, which is then kept; null to learn one.</summary>
    public double? SharedLogScale { get; init; }

    /// <summary>Learns everything.</summary>
    /// <param name="fingerprint">Names the run in checkpoints.</param>
    /// <param name="cancellationToken">Stops; a state to resume from is then on disk.</param>
    public TrainedMemory Run(string fingerprint, CancellationToken cancellationToken)
    {
        using var metrics = run.OpenMetrics();
        var compact = new CompactOptions
        {
            ImageDim = material.Set.ImageFeatures.Dim,
            TextDim = EarsDim,
            Vocabulary = 1,
            MaxIdentifierLength = 1,
        };
        compact = SharedLogScale is null ? compact : compact with { KeepsTowerSpace = true, SharedDim = EarsDim };
        var shared = LearnSharedSpace(compact, metrics, cancellationToken);
        IDisposable owner = shared;
        IdentifierBook? book = null;
        WordSpace? words = null;
        try
        {
            words = source is null ? new WordLearning(material, run, reporter, device).Learn(shared, compact, options.Seed, Left(), metrics, cancellationToken) : null;
            compact = compact with { WordDim = words?.Options.Dim ?? 0 };
            var vectors = CompactVectors.Images(shared, words, material.Set.ImageFeatures, compact, device);
            reporter.Tell(MemorizePhase.Identifiers, 0, options.Identifiers);
            // Published eyes beside a published model name images by what they see themselves; elsewhere it is the space that queries are compared in.
            var naming = source is not null && options.Eyes is not null ? material.Set.ImageFeatures : vectors;
            var assignment = new IdentifierAssigner(options, collection, material, device).Assign(shared, words, compact, naming, source, recipe, cancellationToken);
            book = IdentifierBook.Create(options.Identifiers, collection.Keys, assignment);
            reporter.Tell(MemorizePhase.Identifiers, 1, $"{book.VocabularySize} tokens, {book.Trie.NodeCount} nodes, up to {book.Trie.MaxDepth} steps");
            if (source is not null && recipe is not null)
            {
                var (memory, pictures) = new LanguageTraining(collection, material, run, reporter, device).Learn(
                    source, recipe, options.Seed, assignment, shared, fingerprint, Left(), metrics, cancellationToken);
                owner = memory;
                return new TrainedMemory(memory, book, ImageVectors.Of(vectors, compact.SharedDim), Reranking: null, MeasureMemorizing(
                    (start, rows) => memory.CreateScorer([.. Enumerable.Range(start, rows).Select(image => pictures[image])]), book, cancellationToken))
                {
                    Codebooks = Codebooks(assignment),
                };
            }

            var backbone = CreateBackbone(compact, shared, words, assignment, vectors);
            (owner, words) = (backbone, null);
            Learn(backbone, book, assignment, vectors, fingerprint, metrics, cancellationToken);
            var stored = ImageVectors.Of(vectors, compact.SharedDim);
            return new TrainedMemory(new CompactTrained(backbone), book, stored, LearnReranking(backbone, book, stored, cancellationToken), MeasureMemorizing(
                (start, rows) => backbone.CreateScorer(null, material.Set.ImageFeatures.Slice(start, rows)), book, cancellationToken))
            {
                Codebooks = Codebooks(assignment),
            };
        }
        catch
        {
            book?.Dispose();
            words?.Dispose();
            owner.Dispose();
            throw;
        }
    }

    private FeatureMatrix? Codebooks(IdentifierAssignment assignment) =>
        IdentifierSchemes.Create(options.Identifiers).CanNameNewImages ? assignment.TokenVectors : null;

    private SharedSpace LearnSharedSpace(CompactOptions compact, MetricsLog metrics, CancellationToken cancellationToken)
    {
        torch.manual_seed(options.Seed);
        var space = new SharedSpace(compact, device);
        if (run.IsResumed && File.Exists(run.SharedSpaceFile))
        {
            using var file = SafetensorsFile.Open(run.SharedSpaceFile);
            ModuleWeights.LoadStrict(space, file);
            space.eval();
            return space;
        }

        if (SharedLogScale is { } logScale)
        {
            new SharedSpaceTrainer(material.Set, new SharedSpaceOptions(), device).Standardize(space);
            space.StartTemperatureAt(options.Learning.Temperature is { } temperature ? -Math.Log(temperature) : logScale);
            ModuleWeights.Save(space, run.SharedSpaceFile);
            return space;
        }

        var schedule = new SharedSpaceOptions
        {
            Seed = options.Seed,
            TimeBudget = Left() * SharedSpacePart,
            Temperature = options.Learning.Temperature,
            HardNegatives = options.Learning.HardNegatives,
        };
        schedule = SharedSpaceSteps is { } steps ? schedule with { MinSteps = steps, Epochs = 1 } : schedule;
        var trainer = new SharedSpaceTrainer(material.Set, schedule, device);
        trainer.Train(space, step => reporter.Tell(MemorizePhase.SharedSpace, step, metrics), cancellationToken);
        ModuleWeights.Save(space, run.SharedSpaceFile);
        return space;
    }

    private CompactBackbone CreateBackbone(
        CompactOptions compact, SharedSpace shared, WordSpace? words, IdentifierAssignment assignment, FeatureMatrix vectors)
    {
        var backbone = new CompactBackbone(
            compact with
            {
                Vocabulary = assignment.Vocabulary.Count,
                MaxIdentifierLength = assignment.Identifiers.Max(i => i.Tokens.Count),
                FreezeTokenVectors = assignment.IsAtomic,
                DirectDim = assignment.IsAtomic ? 0 : DirectDim,
            },
            device,
            shared,
            words,
            options.Seed);
        var tokens = TokenStart.Of(assignment, vectors, compact.SharedDim);
        backbone.Decoder.StartTokenBias(tokens.Counts, tokens.Spreads);
        if (assignment.TokenVectors is { } start)
        {
            using var scope = torch.NewDisposeScope();
            backbone.Decoder.StartTokenVectors(start.ToTensor(device));
        }

        return backbone;
    }

    private void Learn(
        CompactBackbone backbone, IdentifierBook book, IdentifierAssignment assignment, FeatureMatrix vectors, string fingerprint, MetricsLog metrics,
        CancellationToken cancellationToken)
    {
        var learning = LearningDefaults.For(options, material.Uncaptioned, HasCodebook(assignment)) with { TimeBudget = Left() };
        using var table = new IdentifierTable(assignment, collection.Images.Count, device);
        var worded = backbone.Words is { } words ? new WordedTexts(words, material.Texts) : null;
        using var queries = new QueryStream(material.Set, backbone.Shared, vectors, learning, device, worded);
        using var learner = new Learner(backbone, material.Set, table, queries, learning, fingerprint, device);
        if (run.IsResumed && File.Exists(run.LearningFile))
        {
            learner.Resume(run.LearningFile);
        }

        var heldOut = material.Set.HeldOut;
        Func<double>? recall = heldOut.Features is { } texts
            ? () => HeldOutRecall(backbone, book, backbone.EmbedTexts(texts, material.HeldOut), heldOut.Images, cancellationToken)
            : null;
        learner.Run(run.LearningFile, recall, step => reporter.Tell(MemorizePhase.Learning, step, metrics), cancellationToken);
    }

    private RerankingFacts? LearnReranking(CompactBackbone backbone, IdentifierBook book, ImageVectors vectors, CancellationToken cancellationToken) =>
        material.Set.HeldOut is { Features: { } heard, Images: var images }
            ? RerankingLearning.Fit(backbone, book, vectors, heard, material.HeldOut, images, cancellationToken)
            : null;

    private static double HeldOutRecall(
        CompactBackbone backbone, IdentifierBook book, FeatureMatrix texts, int[] images, CancellationToken cancellationToken)
    {
        var right = 0;
        foreach (var (start, answers) in Batches.Decode(
            texts.Rows, (first, rows) => backbone.CreateScorer(texts.Slice(first, rows), null), book, new BeamSearchOptions { Beams = HeldOutBeams, Top = 10 }, cancellationToken))
        {
            right += answers.Where((hits, i) => hits.Any(h => h.Image == images[start + i])).Count();
        }

        return right / (double)texts.Rows;
    }

    // Greedy generation from each picture, within the trie: does it arrive at the image, or at one with the very same bytes?
    private double MeasureMemorizing(Func<int, int, INextTokenScorer> score, IdentifierBook book, CancellationToken cancellationToken)
    {
        var isNamed = MemorizedImageCheck.Run(score, book, IsSamePicture, share => reporter.Tell(MemorizePhase.Measuring, share), cancellationToken);
        return isNamed.Count(named => named) / (double)isNamed.Length;
    }

    private static bool HasCodebook(IdentifierAssignment assignment) => assignment.TokenVectors is { } vectors
        && 2 * Enumerable.Range(0, vectors.Rows).Count(token => vectors[token].ContainsAnyExcept(0f)) > vectors.Rows;

    private bool IsSamePicture(int first, int second) =>
        first == second || collection.Images[first].Sha256.AsSpan().SequenceEqual(collection.Images[second].Sha256);

    private TimeSpan? Left() => options.TimeBudget is { } budget ? TimeSpan.FromSeconds(Math.Max(5, (budget - reporter.Elapsed).TotalSeconds)) : null;
}
