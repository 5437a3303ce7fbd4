using Eidetic.Abstractions;
using Eidetic.Cli.Api;
using Eidetic.Evaluation;

namespace Eidetic.Tests.Cli;

/// <summary>Answers what a test put in and remembers what it was asked.</summary>
internal sealed class FakeApi : IEideticApi
{
    public FakeMemory Memory { get; } = new();

    public MemorizeOptions? Memorized { get; private set; }

    public string? Opened { get; private set; }

    public string? PictureRead { get; private set; }

    public IReadOnlyList<DoctorCheck> Checks { get; init; } = [];

    public IReadOnlyList<EvaluationQuery> EmojiQueries { get; init; } = [new("rain", "umbrella.png"), new("gone", "not-memorized.png")];

    public Func<MemorizeOptions, IProgress<MemorizeProgress>?, CancellationToken, Task<MemorizeReport>> Memorize { get; init; } =
        (options, _, _) => Task.FromResult(Samples.Report(options.Memory));

    public Exception? OpenFailure { get; init; }

    public Task<MemorizeReport> MemorizeAsync(
        MemorizeOptions options, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken)
    {
        Memorized = options;
        return Memorize(options, progress, cancellationToken);
    }

    public Task<IOpenMemory> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        Opened = folder;
        return OpenFailure is null ? Task.FromResult<IOpenMemory>(Memory) : Task.FromException<IOpenMemory>(OpenFailure);
    }

    public RgbImage ReadPicture(string file)
    {
        PictureRead = file;
        return new RgbImage(width: 1, height: 1, pixels: [1, 2, 3]);
    }

    public IReadOnlyList<EvaluationQuery> HeldOutEmojiQueries() => EmojiQueries;

    public CaptioningOptions? Captioned { get; private set; }

    public Task<CaptioningReport> CaptionAsync(
        CaptioningOptions options, IProgress<CaptioningProgress>? progress, CancellationToken cancellationToken)
    {
        Captioned = options;
        progress?.Report(new CaptioningProgress(Done: 1, Total: 3));
        return Task.FromResult(new CaptioningReport(Images: 2, Captions: 6, PassedOver: 1, LeftOut: 0));
    }

    public ModelPullOptions? Pulled { get; private set; }

    public Func<ModelPullOptions, IProgress<ModelPullProgress>?, CancellationToken, Task<ModelPullReport>> Pull { get; init; } =
        (options, _, _) => Task.FromResult(new ModelPullReport(options.Output, ["config.json"], SizeInBytes: 12, FetchedInBytes: 12));

    public Func<string, ModelInspection> Inspect { get; init; } = ModelInspector.Inspect;

    public Task<ModelPullReport> PullModelAsync(
        ModelPullOptions options, IProgress<ModelPullProgress>? progress, CancellationToken cancellationToken)
    {
        Pulled = options;
        return Pull(options, progress, cancellationToken);
    }

    public ModelInspection InspectModel(string folder) => Inspect(folder);

    public Task<IReadOnlyList<DoctorCheck>> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Checks);
}
