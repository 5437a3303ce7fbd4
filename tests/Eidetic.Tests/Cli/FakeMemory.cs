using Eidetic.Abstractions;
using Eidetic.Cli.Api;
using Eidetic.Evaluation;

namespace Eidetic.Tests.Cli;

/// <summary>A memory of one umbrella that answers every query with the hits a test put in.</summary>
internal sealed class FakeMemory : IOpenMemory
{
    public IReadOnlyList<Hit> Hits { get; set; } = [Samples.Hit()];

    public FilterOutcome? Filter { get; set; }

    public double? UnknownShare { get; set; }

    /// <summary>How likely a match is; below the least that is asked for, nothing matches.</summary>
    public double? MatchProbability { get; set; }

    public EvaluationReport Evaluation { get; set; } = Samples.Evaluation();

    public IReadOnlyList<RecallQuery> Asked { get; private set; } = [];

    public RecallOptions? AskedWith { get; private set; }

    public EvaluateOptions? Evaluated { get; private set; }

    public bool IsDisposed { get; private set; }

    public MemoryInfo Info { get; set; } = Samples.Info();

    public Task<IReadOnlyList<RecallResult>> RecallAsync(
        IReadOnlyList<RecallQuery> queries, RecallOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Asked = queries;
        AskedWith = options;
        return Task.FromResult<IReadOnlyList<RecallResult>>(
            [.. queries.Select(query => Answer(query, MatchProbability < options.MinProbability))]);
    }

    public Task<EvaluationReport> EvaluateAsync(EvaluateOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        Evaluated = options;
        return Task.FromResult(Evaluation);
    }

    public string? Added { get; private set; }

    public IReadOnlyCollection<string> Removed { get; private set; } = [];

    public Exception? WriteFailure { get; set; }

    public Task<AddReport> AddAsync(string source, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken)
    {
        Added = source;
        progress?.Report(new MemorizeProgress { Phase = MemorizePhase.Encoding, Fraction = 0.5, Elapsed = TimeSpan.FromSeconds(1) });
        return WriteFailure is null ? Task.FromResult(Samples.AddReport()) : Task.FromException<AddReport>(WriteFailure);
    }

    public Task<RemoveReport> RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        Removed = keys;
        return WriteFailure is null
            ? Task.FromResult(new RemoveReport { Removed = [.. keys], Images = 1910, Elapsed = TimeSpan.FromSeconds(0.5) })
            : Task.FromException<RemoveReport>(WriteFailure);
    }

    public ConsolidateOptions? Consolidated { get; private set; }

    public ConsolidateReport Consolidation { get; set; } = Samples.ConsolidateReport();

    public Task<ConsolidateReport> ConsolidateAsync(
        ConsolidateOptions options, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken)
    {
        Consolidated = options;
        cancellationToken.ThrowIfCancellationRequested();
        return WriteFailure is null ? Task.FromResult(Consolidation) : Task.FromException<ConsolidateReport>(WriteFailure);
    }

    private RecallResult Answer(RecallQuery query, bool isNoMatch) => new(query, isNoMatch ? [] : Hits)
    {
        UnknownShare = UnknownShare,
        Filter = Filter,
        MatchProbability = MatchProbability,
        NoMatch = isNoMatch,
        Closest = isNoMatch ? Hits[0] : null,
    };

    public Stream? OpenImage(string key) => key == "umbrella.png" ? new MemoryStream([1]) : null;

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
