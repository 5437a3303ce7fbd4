using Eidetic.Abstractions;
using Eidetic.Evaluation;

namespace Eidetic.Cli.Api;

/// <summary>An open memory.</summary>
internal interface IOpenMemory : IAsyncDisposable
{
    /// <summary>What it holds.</summary>
    MemoryInfo Info { get; }

    /// <summary>Answers queries together.</summary>
    Task<IReadOnlyList<RecallResult>> RecallAsync(
        IReadOnlyList<RecallQuery> queries, RecallOptions options, CancellationToken cancellationToken);

    /// <summary>Measures recall and latency.</summary>
    Task<EvaluationReport> EvaluateAsync(EvaluateOptions options, IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>Adds the images of a source.</summary>
    Task<AddReport> AddAsync(string source, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken);

    /// <summary>Removes images.</summary>
    Task<RemoveReport> RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Learns what was added.</summary>
    Task<ConsolidateReport> ConsolidateAsync(ConsolidateOptions options, IProgress<MemorizeProgress>? progress, CancellationToken cancellationToken);

    /// <summary>The encoded bytes of an image, or null when the memory has no such image.</summary>
    Stream? OpenImage(string key);
}
