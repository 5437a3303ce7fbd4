using Eidetic.Abstractions;

namespace Eidetic.Cli.Api;

/// <summary>
/// The one place where the command line meets the library. What throws <see cref="NotImplementedException"/> waits for the part of the
/// library named beside it.
/// </summary>
internal sealed class EideticApi : IEideticApi
{
    public Task<MemorizeReport> MemorizeAsync(
        MemorizeOptions options, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken) =>
        ImageMemory.MemorizeAsync(options, progress, cancellationToken);

    public async Task<IOpenMemory> OpenAsync(string folder, CancellationToken cancellationToken) =>
        new OpenMemory(await ImageMemory.OpenAsync(folder, cancellationToken));

    // Eidetic.Data's picture decoder.
    public RgbImage ReadPicture(string file) => throw new NotImplementedException();

    // Eidetic.Data's EmojiSource.Queries(EmojiSplit.Test), each as an EvaluationQuery.
    public IReadOnlyList<EvaluationQuery> HeldOutEmojiQueries() => throw new NotImplementedException();

    // Eidetic.Modeling's runtime door, devices and shipped encoders; DoctorCommand adds what .NET knows itself.
    public Task<IReadOnlyList<DoctorCheck>> CheckAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    private sealed class OpenMemory(ImageMemory memory) : IOpenMemory
    {
        public MemoryInfo Info => memory.Info;

        public Task<IReadOnlyList<RecallResult>> RecallAsync(
            IReadOnlyList<RecallQuery> queries, RecallOptions options, CancellationToken cancellationToken) =>
            memory.RecallAsync(queries, options, cancellationToken);

        // ImageMemory.EvaluateAsync and Eidetic.Evaluation's EvaluationReport with its ToJson().
        public Task<EvaluationSummary> EvaluateAsync(
            EvaluateOptions options, IProgress<double>? progress, CancellationToken cancellationToken) => throw new NotImplementedException();

        public Stream? OpenImage(string key) => memory.OpenImage(key);

        public ValueTask DisposeAsync() => memory.DisposeAsync();
    }
}
