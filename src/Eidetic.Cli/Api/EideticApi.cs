using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Evaluation;

namespace Eidetic.Cli.Api;

/// <summary>The one place where the command line meets the library.</summary>
internal sealed class EideticApi : IEideticApi
{
    public Task<MemorizeReport> MemorizeAsync(
        MemorizeOptions options, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken) =>
        ImageMemory.MemorizeAsync(options, progress, cancellationToken);

    public async Task<IOpenMemory> OpenAsync(string folder, CancellationToken cancellationToken) =>
        new OpenMemory(await ImageMemory.OpenAsync(folder, cancellationToken));

    public RgbImage ReadPicture(string file) => new ImageDecoder().Decode(File.ReadAllBytes(file), file);

    public IReadOnlyList<EvaluationQuery> HeldOutEmojiQueries() =>
        [.. EmojiSource.Queries(EmojiSplit.Test).Select(query => new EvaluationQuery(query.Query, query.Image))];

    // On another thread: the model computes for long stretches without awaiting anything.
    public Task<CaptioningReport> CaptionAsync(
        CaptioningOptions options, IProgress<CaptioningProgress>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => Captioning.RunAsync(options, progress, cancellationToken), cancellationToken);

    public Task<ModelPullReport> PullModelAsync(
        ModelPullOptions options, IProgress<ModelPullProgress>? progress, CancellationToken cancellationToken) =>
        ModelPull.RunAsync(options, progress, cancellationToken);

    public ModelInspection InspectModel(string folder) => ModelInspector.Inspect(folder);

    public Task<IReadOnlyList<DoctorCheck>> CheckAsync(CancellationToken cancellationToken) =>
        Task.Run(() => MachineCheck.Run(cancellationToken), cancellationToken);

    private sealed class OpenMemory(ImageMemory memory) : IOpenMemory
    {
        public MemoryInfo Info => memory.Info;

        public Task<IReadOnlyList<RecallResult>> RecallAsync(
            IReadOnlyList<RecallQuery> queries, RecallOptions options, CancellationToken cancellationToken) =>
            memory.RecallAsync(queries, options, cancellationToken);

        public Task<EvaluationReport> EvaluateAsync(
            EvaluateOptions options, IProgress<double>? progress, CancellationToken cancellationToken) =>
            memory.EvaluateAsync(options, progress, cancellationToken);

        public Task<AddReport> AddAsync(string source, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken) =>
            memory.AddAsync(source, progress, cancellationToken);

        public Task<RemoveReport> RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
            memory.RemoveAsync(keys, cancellationToken);

        public Task<ConsolidateReport> ConsolidateAsync(
            ConsolidateOptions options, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken) =>
            memory.ConsolidateAsync(options, progress, cancellationToken);

        public Stream? OpenImage(string key) => memory.OpenImage(key);

        public ValueTask DisposeAsync() => memory.DisposeAsync();
    }
}
