using System.Collections.Concurrent;
using Eidetic.Abstractions;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Eidetic.Server.Memories;

/// <summary>The memory that a server answers from. Changes happen one after the other; who is being answered meanwhile is answered.</summary>
internal sealed class ServedMemory : IAsyncDisposable
{
    private const int MostDecodings = 2;
    private const int MostFacts = 50_000;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _folder;
    private readonly IDisposable? _logs;
    private volatile Facts _facts = new("");
    private volatile string? _work;

    /// <param name="memory">Belongs to this from now on.</param>
    /// <param name="options">How it is served.</param>
    /// <param name="logs">What it logs to, which belongs to this too; or null.</param>
    public ServedMemory(ImageMemory memory, ServerOptions options, IDisposable? logs = null)
    {
        (Memory, IsWritable, _folder, _logs) = (memory, !options.IsReadOnly, Path.GetFullPath(options.Memory), logs);
        Queries = new BatchedMemory(memory, decodings: Math.Min(MostDecodings, Environment.ProcessorCount), mostWaiting: options.Limits.WaitingQueries);
        Pictures = new PictureFolder(_folder);
        Info = memory.Info;
    }

    public ImageMemory Memory { get; }

    /// <summary>Answers queries, those that arrive together in one decoding.</summary>
    public BatchedMemory Queries { get; }

    /// <summary>Whether images may come and go.</summary>
    public bool IsWritable { get; }

    /// <summary>The files that were uploaded.</summary>
    public PictureFolder Pictures { get; }

    /// <summary>What the memory holds, as it was last looked at.</summary>
    public MemoryInfo Info { get; private set; }

    /// <summary>The name of its folder.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(_folder));

    /// <summary>The facts of an image, which are kept as long as the memory stays as it is; null where it is not there.</summary>
    public MemorizedImage? Find(string key)
    {
        var facts = _facts;
        if (facts.ByKey.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Memory.FindImage(key) is not { } found)
        {
            return null;
        }

        if (facts.ByKey.Count < MostFacts)
        {
            facts.ByKey[key] = found;
        }

        return found;
    }

    /// <summary>The facts of an image.</summary>
    /// <exception cref="RequestException">It is not there.</exception>
    public MemorizedImage Require(string key) => Find(key)
        ?? throw new RequestException(StatusCodes.Status404NotFound, $"Expected the key of an image of this memory, got '{key}', which it does not hold.");

    /// <summary>Changes the memory, after the changes that were asked for before.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestException">Nothing may be changed, or something that takes long is in work.</exception>
    public Task<T> ChangeAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken) => ChangeAsync(work: null, change, cancellationToken);

    /// <summary>Changes the memory in a way that takes long: until it is done other changes are refused, not kept waiting.</summary>
    /// <param name="work">What is done, for messages; null for a change that takes no time.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<T> ChangeAsync<T>(string? work, Func<Task<T>> change, CancellationToken cancellationToken)
    {
        RequireWritable();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _work = work;
            return await change();
        }
        finally
        {
            _work = null;
            Look();
            _turn.Release();
        }
    }

    /// <exception cref="RequestException">Nothing may be changed, or something that takes long is in work.</exception>
    public void RequireWritable()
    {
        if (!IsWritable)
        {
            throw new RequestException(StatusCodes.Status403Forbidden, "This server was started with --read-only: nothing can be added, removed or learned.");
        }

        if (_work is { } work)
        {
            throw new RequestException(StatusCodes.Status409Conflict, $"The memory is busy ({work}): try again when that is done, see /v1/jobs.");
        }
    }

    /// <summary>Follows what another process did to the memory.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_work is null && await Memory.RefreshAsync(cancellationToken))
        {
            Look();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Queries.DisposeAsync();
        _turn.Dispose();
        _logs?.Dispose();
    }

    private void Look()
    {
        Info = Memory.Info;
        if (_facts.Generation != Info.Generation)
        {
            _facts = new Facts(Info.Generation);
        }
    }

    private sealed record Facts(string Generation)
    {
        public ConcurrentDictionary<string, MemorizedImage> ByKey { get; } = new(StringComparer.Ordinal);
    }
}
