using System.Text.Json;
using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Identifiers;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>Builds a memory from a source, from the first picture to the committed generation.</summary>
internal sealed class Memorizer(MemorizeOptions options, IProgress<MemorizeProgress>? progress, TimeProvider time)
{
    private readonly PhaseReporter _reporter = new(progress);
    private readonly List<SourceProblem> _problems = [];

    /// <summary>Steps that the shared space is learned for, or null for its own schedule. Tests of what comes after it need few.</summary>
    public int? SharedSpaceSteps { get; init; }

    /// <summary>Cuts texts for published ears; null for their own vocabulary or, where they have none, OpenAI's.</summary>
    public Func<string, int[]>? ClipTokens { get; init; }

    /// <summary>The collection, where it is not the one that the options name; null for that one.</summary>
    public IImageSource? Collection { get; init; }

    /// <summary>Sources beside the options' own that the collection's images came from.</summary>
    public IReadOnlyList<string>? AddedSources { get; init; }

    public async Task<MemorizeReport> RunAsync(CancellationToken cancellationToken)
    {
        MemorizeChecks.Check(options);
        using var source = options.Model == MemorizeOptions.Compact ? null : ModelFolder.Open(options.Model);
        var recipe = source is null ? null : RecipeFile.Resolve(options);
        options = options with { Model = source?.Folder ?? options.Model, Identifiers = recipe?.Identifiers ?? options.Identifiers, Eyes = Whole(options.Eyes), Ears = Whole(options.Ears) };
        var device = TorchDevice.Parse(options.Device);
        if (options.Resume)
        {
            RunFolder.RequireUnfinished(options.Memory);
            recipe = recipe is { Eyes: RecipeEyes.Auto } && options.Eyes is null && RunFolder.IsOlderThanEyes(options.Memory) ? recipe with { Eyes = RecipeEyes.Shipped } : recipe;
        }

        var choice = EyesChoice.Of(options, recipe, source);
        // First of all: nobody should wait for pictures to be read only to hear that the memory cannot be written.
        using var writer = MemoryWriter.Begin(options.Memory);
        var (loaded, eyesFolder) = choice.Load(_problems.Add);
        using var eyes = loaded;
        options = options with { Eyes = eyesFolder };
        using var ears = MemoryTowers.LoadEars(options.Ears, ClipTokens);
        using var captioner = new ShippedCaptioner(eyes);
        using var cache = FeatureCache.Open(FeatureCache.DefaultPath, problem => _problems.Add(new SourceProblem(FeatureCache.DefaultPath, problem)));
        var collection = await new CollectionReader(eyes, cache, _reporter).ReadAsync(
            Collection ?? ImageSources.Open(options.Source), options.CaptionsFrom, _problems.Add, cancellationToken);
        ReportMissingCandidates(collection, recipe?.Candidates);
        // A recipe says how long a published model learns, whatever held-out captions would say: it learns from all of them.
        var sharedLogScale = PublishedEncoders.SharedLogScale(eyes, ears);
        // Nothing reads what the ears hear where a published model learns the captions and the towers share a space already.
        var bank = source is not null && sharedLogScale is not null ? null : new TextBank(ears, cache);
        var material = LearningMaterial.Prepare(collection, captioner, bank, holdsOut: source is null, options.Seed, _reporter, cancellationToken);
        var configuration = Configuration(RunFolder.HashContent(collection, material, eyes, ears), source, recipe);
        var run = new RunFolder(options.Memory, writer.TrainingFolder, configuration, options.Resume);
        var training = new MemoryTraining(options, collection, material, run, _reporter, device, source, recipe)
        {
            SharedSpaceSteps = SharedSpaceSteps,
            EarsDim = ears.Dim,
            SharedLogScale = sharedLogScale,
        };
        using var trained = training.Run(configuration.Content, cancellationToken);
        var manifest = Save(writer, collection, material, trained, eyes, ears, recipe?.IdentifierOptions);
        Calibrate(writer, manifest, material, trained, cancellationToken);
        _reporter.Tell(MemorizePhase.Saving, 0);
        writer.Commit(manifest);
        run.Finish();
        _reporter.Tell(MemorizePhase.Saving, 1, options.Memory);
        return Report(collection, material, trained);
    }

    private static string? Whole(string? folder) => folder is null ? null : Path.GetFullPath(folder);

    private void ReportMissingCandidates(Collection collection, string? split)
    {
        if (split is not null && !collection.Images.Any(image => string.Equals(image.Source.Split, split, StringComparison.OrdinalIgnoreCase)))
        {
            _problems.Add(new SourceProblem(
                options.Source, $"Expected images of the split '{split}', among which the recipe measures, found none; it will be measured among all images."));
        }
    }

    private void Calibrate(MemoryWriter writer, MemoryManifest manifest, LearningMaterial material, TrainedMemory trained, CancellationToken cancellationToken)
    {
        (int, string)[] heldOut = [.. material.Set.HeldOut.Images.Zip(material.HeldOut)];
        if (heldOut.Length < Calibrator.FewestTexts)
        {
            _reporter.Tell(MemorizePhase.Calibrating, 1, "too few captions could be kept back");
            return;
        }

        Calibrator.FitNext(
            writer, manifest, trained.Vectors.ToSharedMatrix(), heldOut, options.Seed, done => _reporter.Tell(MemorizePhase.Calibrating, done), cancellationToken, ClipTokens)
            ?.Save(writer[MemoryGeneration.CalibrationFile]);
    }

    private MemoryManifest Save(
        MemoryWriter writer, Collection collection, LearningMaterial material, TrainedMemory trained, IVisionEncoder eyes, ITextEncoder ears,
        IdentifierSchemeOptions? identifierOptions)
    {
        ImageCatalog.Create(writer[MemoryGeneration.CatalogFile], CatalogEntries.Of(collection.Images, material.Captions));
        trained.Book.Save(writer[MemoryGeneration.BookFile]);
        trained.Model.Save(writer, new Dictionary<string, string> { ["eyes"] = eyes.Fingerprint, ["ears"] = ears.Fingerprint });
        trained.Vectors.Save(writer[MemoryGeneration.VectorsFile]);
        trained.Reranking?.Save(writer[MemoryGeneration.RerankingFile]);
        HeldOutCaptions.Save(
            writer[MemoryGeneration.HeldOutFile], material.Set.HeldOut.Images.Zip(material.HeldOut, (image, text) => (collection.Keys[image], text)));
        ImageFeatures.Of(collection.Features).Save(writer[MemoryGeneration.FeaturesFile]);
        if (trained.Codebooks is { } codebooks)
        {
            TokenCodebooks.Save(writer[MemoryGeneration.CodebooksFile], codebooks, identifierOptions, longest: trained.Book.Trie.MaxDepth + 1);
        }

        return new MemoryManifest
        {
            FormatVersion = MemoryManifest.CurrentFormat,
            Scheme = options.Identifiers,
            Model = options.Model,
            Seed = options.Seed,
            Source = options.Source,
            AddedSources = AddedSources,
            Images = collection.Images.Count,
            Captions = material.Written,
            PseudoCaptions = material.Pseudo,
            Parameters = trained.Model.Parameters,
            MemorizeAccuracy = trained.MemorizeAccuracy,
            CreatedAt = time.GetUtcNow(),
            Encoders = new Dictionary<string, string> { [eyes.Name] = eyes.Fingerprint, [ears.Name] = ears.Fingerprint },
            Eyes = options.Eyes,
            Ears = options.Ears,
            Learning = options.Model == MemorizeOptions.Compact ? options.Learning : null,
            Files = [],
        };
    }

    private RunConfiguration Configuration(string content, IModelSource? source, LearningRecipe? recipe) => new()
    {
        Source = options.Source,
        Identifiers = options.Identifiers,
        Model = options.Model,
        CaptionsFrom = options.CaptionsFrom,
        Seed = options.Seed,
        Epochs = options.Epochs,
        TimeBudgetSeconds = options.TimeBudget?.TotalSeconds,
        Sequential = options.Sequential,
        Mixing = options.Mixing,
        Learning = options.Learning.IsDefault ? null : JsonSerializer.Serialize(options.Learning, FolderJson.Default.CompactLearning),
        Base = source?.Sha256,
        Recipe = recipe is null ? null : RecipeFile.Text(recipe),
        Content = content,
    };

    private MemorizeReport Report(Collection collection, LearningMaterial material, TrainedMemory trained) => new()
    {
        Images = collection.Images.Count,
        Captions = material.Written,
        PseudoCaptioned = material.Captions.Count(c => c.Count > 0 && c[0].IsPseudo),
        Skipped = collection.Listed - collection.Images.Count,
        Problems = _problems,
        Identifiers = options.Identifiers,
        MemorizeAccuracy = trained.MemorizeAccuracy,
        Parameters = trained.Model.Parameters,
        Elapsed = _reporter.Elapsed,
        Memory = options.Memory,
        Curve = _reporter.Curve,
    };
}
