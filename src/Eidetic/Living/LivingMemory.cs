namespace Eidetic;

/// <summary>Changes an open memory, one change at a time, and answers from the result afterwards.</summary>
/// <param name="live">What is answered from.</param>
/// <param name="folder">The memory.</param>
internal sealed class LivingMemory(LiveEngine live, string folder) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private int _isDisposed;

    /// <summary>Told of every generation that takes the place of another.</summary>
    public event Action<RecallEngine>? Changed;

    /// <summary>Opens the generation that is live now, also where a writer swaps it meanwhile.</summary>
    /// <param name="folder">The memory.</param>
    /// <param name="before">An engine of the same memory, whose model is used on where it is the same; or null.</param>
    public static RecallEngine OpenLive(string folder, RecallEngine? before = null)
    {
        while (true)
        {
            var generation = MemoryGeneration.Open(folder);
            try
            {
                return RecallEngine.Open(generation, before: before);
            }
            catch (Exception) when (MemoryGeneration.LiveName(folder) is { } now && now != generation.Name)
            {
                // Writers replaced it twice since its name was read, and deleted it: the one that is live now is opened.
            }
        }
    }

    /// <summary>Writes the next generation and answers from it.</summary>
    /// <param name="write">Given the live generation, opened, and the next to write.</param>
    /// <param name="cancellationToken">Stops waiting for another change.</param>
    public async Task<T> WriteAsync<T>(Func<RecallEngine, MemoryWriter, Task<T>> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => FullDisk.ExplainAsync(folder, () => WriteInTurnAsync(write)), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets somebody write the next generation who takes the memory's lock himself, and answers from it afterwards.</summary>
    /// <param name="write">Given the live generation, opened.</param>
    /// <param name="cancellationToken">Stops waiting for another change.</param>
    public async Task<T> FollowAsync<T>(Func<RecallEngine, Task<T>> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => FullDisk.ExplainAsync(folder, () => FollowInTurnAsync(write)), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Answers from the generation that is live on disk from now on, after the change in work.</summary>
    /// <returns>Whether it is another than before.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(CatchUp, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits for the change in work.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            await _turn.WaitAsync();
            _turn.Dispose();
        }
    }

    private async Task<T> WriteInTurnAsync<T>(Func<RecallEngine, MemoryWriter, Task<T>> write)
    {
        T result;
        _ = MemoryGeneration.Open(folder);
        using (var writer = MemoryWriter.Begin(folder))
        {
            // Another process may have written since this one opened the memory.
            CatchUp();
            using var use = live.Take();
            result = await write(use.Engine, writer);
        }

        CatchUp();
        return result;
    }

    private async Task<T> FollowInTurnAsync<T>(Func<RecallEngine, Task<T>> write)
    {
        T result;
        CatchUp();
        using (var use = live.Take())
        {
            result = await write(use.Engine);
        }

        CatchUp();
        return result;
    }

    private bool CatchUp()
    {
        using var use = live.Take();
        if (MemoryGeneration.LiveName(folder) == use.Engine.Generation.Name)
        {
            return false;
        }

        var next = OpenLive(folder, use.Engine);
        live.Replace(next);
        Changed?.Invoke(next);
        return true;
    }
}
