using System.Diagnostics;
using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Evaluation;
using Eidetic.Modeling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Eidetic;

/// <summary>
/// A memory: a collection of images held in the parameters of a model, recalled by generating identifiers (GRACE, arXiv 2402.10805).
/// Images come and go without learning (<see cref="AddAsync(string, IProgress{MemorizeProgress}?, CancellationToken)"/>, <see cref="RemoveAsync"/>)
/// until <see cref="ConsolidateAsync"/>. Safe to use from several threads: who is being
/// answered while the memory changes gets the answer of the memory as it was when he asked. Dispose it when done.
/// </summary>
public sealed partial class ImageMemory : IImageMemory
{
    private readonly LiveEngine _live;
    private readonly LivingMemory _living;

    private readonly string _name;
    private readonly ILogger _logger;
    private readonly IDisposable _counted;

    private ImageMemory(RecallEngine engine, ILogger? logger)
    {
        var generation = engine.Generation;
        _live = new LiveEngine(engine);
        _living = new LivingMemory(_live, generation.Memory);
        _living.Changed += LogChange;
        (_name, _logger) = (Path.GetFileName(generation.Memory), logger ?? NullLogger.Instance);
        _counted = EideticTelemetry.Count(_name, () => Count);
        MemoryLog.Opened(_logger, _name, engine.Book.Keys.Count, generation.Name);
    }

    /// <summary>
    /// Whether a folder holds a memory that was finished. One that was stopped while it learned is none: <see cref="MemorizeAsync"/> begins it anew, or
    /// continues it with <see cref="MemorizeOptions.Resume"/>. Files are checked by <see cref="OpenAsync(string, CancellationToken)"/>.
    /// </summary>
    /// <param name="folder">The memory folder, or a path where nothing is.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static bool Exists(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return MemoryGeneration.IsIn(folder);
    }

    /// <summary>Opens a memory and keeps the generation that is current now.</summary>
    /// <param name="folder">The memory folder.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="MemoryException">The folder is missing, incomplete, or of a newer format.</exception>
    /// <exception cref="CheckpointFormatException">A file of it is truncated or foreign.</exception>
    /// <exception cref="NativeRuntimeException">libtorch cannot be loaded.</exception>
    public static Task<ImageMemory> OpenAsync(string folder, CancellationToken cancellationToken = default) => OpenAsync(folder, logger: null, cancellationToken);

    /// <summary>Opens a memory that logs, and keeps the generation that is current now.</summary>
    /// <param name="folder">The memory folder.</param>
    /// <param name="logger">Told when the memory is opened and changes, and at Debug of every decoding; of what is asked at Trace alone. Null for nobody.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="MemoryException">The folder is missing, incomplete, or of a newer format.</exception>
    /// <exception cref="CheckpointFormatException">A file of it is truncated or foreign.</exception>
    /// <exception cref="NativeRuntimeException">libtorch cannot be loaded.</exception>
    public static Task<ImageMemory> OpenAsync(string folder, ILogger<ImageMemory>? logger, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return Task.Run(() => Open(folder, logger), cancellationToken);
    }

    /// <summary>Opens a memory on this thread, where a container makes it.</summary>
    internal static ImageMemory Open(string folder, ILogger<ImageMemory>? logger) => new(LivingMemory.OpenLive(folder), logger);

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
        return Task.Run(
            () => FullDisk.ExplainAsync(options.Memory, () => new Memorizer(options, progress, TimeProvider.System).RunAsync(cancellationToken)), cancellationToken);
    }

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            using var use = _live.Take();
            return use.Engine.Book.Keys.Count;
        }
    }

    /// <summary>What the memory holds and how it came about.</summary>
    public MemoryInfo Info
    {
        get
        {
            using var use = _live.Take();
            return MemoryFacts.Of(use.Engine);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecallResult>> RecallAsync(
        IReadOnlyList<RecallQuery> queries, RecallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return DecodingThreads.Shared.RunAsync(
            () =>
            {
                OpenMpTeam.ShareAmong(DecodingThreads.Shared.Working);
                var results = Answer(engine => Recall(engine, queries, options ?? new RecallOptions(), cancellationToken));
                FreedMemory.Answered(queries.Count);
                return results;
            },
            cancellationToken);
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
        // Takes long: questions do not wait for it.
        return Task.Factory.StartNew(
            () => Answer(engine => new Evaluator(engine, FilteredQueries.Of(engine, options), progress).Run(cancellationToken)),
            cancellationToken, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }

    /// <summary>Opens the encoded bytes of an image as it was memorized. The caller disposes the stream.</summary>
    /// <param name="key">The image's key.</param>
    /// <returns>The bytes, or null when the memory has no such image or its file is gone.</returns>
    public Stream? OpenImage(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var use = _live.Take();
        return MemorizedImages.Open(use.Engine, key);
    }

    /// <summary>
    /// Adds the images of a source. They are named by the memory's codebooks, without learning, and recalled from the moment this returns, by
    /// this object and by whoever opens the memory afterwards. An image whose key the memory holds stays as it is; captions that come with
    /// the images are kept for when the memory is consolidated.
    /// </summary>
    /// <param name="source">The images, as <see cref="MemorizeOptions.Source"/> names them.</param>
    /// <param name="progress">Told what happens, from any thread, or null.</param>
    /// <param name="cancellationToken">Stops; the memory then stays as it is.</param>
    /// <exception cref="SourceException">The source is missing, empty, or not of the expected form, or no picture of it can be read.</exception>
    /// <exception cref="MemoryException">The memory's identifiers cannot name new images, or another process writes to it.</exception>
    public Task<AddReport> AddAsync(
        string source, IProgress<MemorizeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        return _living.WriteAsync(
            (engine, writer) => new ImageAdder(engine, writer, progress).RunAsync(ImageSources.Open(source), cancellationToken), cancellationToken);
    }

    /// <summary>Adds the images of a source that the application itself reads; else as <see cref="AddAsync(string, IProgress{MemorizeProgress}?, CancellationToken)"/>.</summary>
    /// <param name="source">The images. Their files stay where <see cref="SourceImage.Path"/> says, and are read from there whenever the image is opened.</param>
    /// <param name="progress">Told what happens, from any thread, or null.</param>
    /// <param name="cancellationToken">Stops; the memory then stays as it is.</param>
    /// <exception cref="SourceException">The source is empty, or no picture of it can be read.</exception>
    /// <exception cref="MemoryException">The memory's identifiers cannot name new images, or another process writes to it.</exception>
    public Task<AddReport> AddAsync(
        IImageSource source, IProgress<MemorizeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return _living.WriteAsync((engine, writer) => new ImageAdder(engine, writer, progress).RunAsync(source, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Removes images: all of them or none. They are not named any more from the moment this returns, and what was kept of them is gone from
    /// the memory's new generation. What the model learned of them fades when the memory is consolidated.
    /// </summary>
    /// <param name="keys">Keys of the images, at least one.</param>
    /// <param name="cancellationToken">Stops; the memory then stays as it is.</param>
    /// <exception cref="ArgumentException">There is no key.</exception>
    /// <exception cref="MemoryException">A key is not in the memory, no image would be left, or another process writes to it.</exception>
    public Task<RemoveReport> RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
        {
            throw new ArgumentException("Expected at least one key to remove, got none.", nameof(keys));
        }

        return _living.WriteAsync((engine, writer) => Task.FromResult(new ImageRemover(engine, writer).Run(keys, cancellationToken)), cancellationToken);
    }

    /// <summary>
    /// Learns the images that were added, and all others again by what is kept of them and their captions, so that none is forgotten; the
    /// pictures themselves are not needed. Identifiers stay as they are. What came and went is folded into the memory's book. Where nothing
    /// came or went since the memory learned last, nothing is done.
    /// </summary>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Told several times a second, from any thread, or null.</param>
    /// <param name="cancellationToken">Stops; the memory then stays as it is.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="MemoryException">The memory is held by a published model or is of format 1, or another process writes to it.</exception>
    public Task<ConsolidateReport> ConsolidateAsync(
        ConsolidateOptions? options = null, IProgress<MemorizeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var checkedOptions = options ?? new ConsolidateOptions();
        checkedOptions.Check();
        return _living.WriteAsync(
            (engine, writer) => Task.FromResult(new Consolidator(engine, writer, checkedOptions, progress).Run(cancellationToken)), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _living.DisposeAsync();
        _counted.Dispose();
        _live.Dispose();
    }

    private IReadOnlyList<RecallResult> Recall(
        RecallEngine engine, IReadOnlyList<RecallQuery> queries, RecallOptions options, CancellationToken cancellationToken)
    {
        var beams = engine.Defaults.Width(options.Beams, options.Top);
        var start = Stopwatch.GetTimestamp();
        using var measured = EideticTelemetry.Begin(_name, queries.Count, beams);
        try
        {
            var results = engine.Recall(queries, options, cancellationToken);
            MemoryLog.Answered(_logger, queries, beams, Stopwatch.GetElapsedTime(start));
            return results;
        }
        catch (Exception exception)
        {
            measured.Fail(exception);
            throw;
        }
    }

    private void LogChange(RecallEngine engine) => MemoryLog.Changed(_logger, _name, engine.Book.Keys.Count, engine.Generation.Name);

    private T Answer<T>(Func<RecallEngine, T> answer)
    {
        using var use = _live.Take();
        return answer(use.Engine);
    }
}
