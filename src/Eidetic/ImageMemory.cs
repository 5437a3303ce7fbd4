using Eidetic.Abstractions;
using Eidetic.Evaluation;

namespace Eidetic;

/// <summary>
/// A memory: a collection of images held in the parameters of a model, recalled by generating identifiers (GRACE, arXiv 2402.10805).
/// Recall is safe from several threads; dispose it when done.
/// </summary>
public sealed class ImageMemory : IImageMemory
{
    private readonly RecallEngine _engine;

    private ImageMemory(RecallEngine engine) => _engine = engine;

    /// <summary>Opens a memory and keeps the generation that is current now.</summary>
    /// <param name="folder">The memory folder.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="MemoryException">The folder is missing, incomplete, or of a newer format.</exception>
    /// <exception cref="CheckpointFormatException">A file of it is truncated or foreign.</exception>
    /// <exception cref="NativeRuntimeException">libtorch cannot be loaded.</exception>
    public static Task<ImageMemory> OpenAsync(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return Task.Run(() => new ImageMemory(RecallEngine.Open(MemoryGeneration.Open(folder))), cancellationToken);
    }

    /// <summary>
    /// Learns a collection and saves it as a memory. Cancelling leaves a state that <see cref="MemorizeOptions.Resume"/> continues.
    /// </summary>
    /// <param name="options">What to memorize and how.</param>
    /// <param name="progress">Told several times a second, from any thread, or null.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OptionException">An option is out of range, or contradicts another.</exception>
    /// <exception cref="SourceException">The source is missing, empty, or not of the expected form.</exception>
    /// <exception cref="MemoryException">The memory cannot be written, or there is no run to resume.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped; its state is on disk.</exception>
    public static Task<MemorizeReport> MemorizeAsync(
        MemorizeOptions options, IProgress<MemorizeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => new Memorizer(options, progress, TimeProvider.System).RunAsync(cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public int Count => _engine.Book.Keys.Count;

    /// <summary>What the memory holds and how it came about.</summary>
    public MemoryInfo Info => MemoryFacts.Of(_engine);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecallResult>> RecallAsync(
        IReadOnlyList<RecallQuery> queries, RecallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return Task.Run(() => _engine.Recall(queries, options ?? new RecallOptions(), cancellationToken), cancellationToken);
    }

    /// <summary>Answers one query in words.</summary>
    /// <param name="query">The description.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Stops between decoding steps.</param>
    /// <returns>The hits, best first.</returns>
    /// <exception cref="ArgumentException">The query is empty, or the options contradict each other.</exception>
    /// <exception cref="SourceException">A candidate is not in the memory.</exception>
    public async Task<IReadOnlyList<Hit>> RecallAsync(
        string query, RecallOptions? options = null, CancellationToken cancellationToken = default)
    {
        var results = await RecallAsync([RecallQuery.FromText(query)], options, cancellationToken);
        return results[0].Hits;
    }

    /// <summary>Measures recall and latency on queries whose images are known, beside the dual encoder if asked.</summary>
    /// <param name="options">The queries and what to measure.</param>
    /// <param name="progress">Told the share that is done, 0..1, or null.</param>
    /// <param name="cancellationToken">Stops between queries.</param>
    /// <exception cref="ArgumentException">There is no query, or an option is out of range.</exception>
    /// <exception cref="SourceException">
    /// A query or a candidate names an image that the memory does not hold, or no query is about an image that passes the filter.
    /// </exception>
    public Task<EvaluationReport> EvaluateAsync(
        EvaluateOptions options, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => new Evaluator(_engine, FilteredQueries.Of(_engine, options), progress).Run(cancellationToken), cancellationToken);
    }

    /// <summary>Opens the encoded bytes of an image as it was memorized. The caller disposes the stream.</summary>
    /// <param name="key">The image's key.</param>
    /// <returns>The bytes, or null when the memory has no such image or its file is gone.</returns>
    public Stream? OpenImage(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return MemorizedImages.Open(_engine, key);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _engine.Dispose();
        return ValueTask.CompletedTask;
    }
}
