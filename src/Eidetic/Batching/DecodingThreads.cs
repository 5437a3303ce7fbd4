namespace Eidetic;

/// <summary>
/// Threads that do nothing but decode, and live as long as the process. Native libraries keep memory for every thread that ever asked them for
/// something (glibc an arena, MKL its buffers, OpenMP a team): on the pool, which moves work around, that grew with every question. There are as
/// many as there were decodings at one time, at most <see cref="Most"/>; what comes beyond waits. Safe to use from several threads.
/// </summary>
/// <remarks>
/// Work must not wait for other work that is queued here. What runs for minutes (an evaluation, learning) has a thread of its own instead, so that
/// nobody's question waits for it.
/// </remarks>
internal sealed class DecodingThreads : TaskScheduler
{
    private const int Enough = 8;
    private readonly Lock _gate = new();
    private readonly Queue<Task> _waiting = [];
    private readonly Stack<Worker> _idle = [];
    private int _count;

    /// <param name="most">Most threads, at least 1.</param>
    public DecodingThreads(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        Most = most;
    }

    /// <summary>Those of this process: one a core, and not more than 8, since each decoding uses several cores by itself.</summary>
    public static DecodingThreads Shared { get; } = new(Math.Min(Environment.ProcessorCount, Enough));

    /// <summary>Most threads.</summary>
    public int Most { get; }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => Most;

    /// <summary>Threads that were started.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Threads that work now.</summary>
    public int Working
    {
        get
        {
            lock (_gate)
            {
                return _count - _idle.Count;
            }
        }
    }

    /// <summary>Decodes.</summary>
    /// <param name="decode">The work; it waits for nothing that is queued here.</param>
    /// <param name="cancellationToken">Ends the waiting at once; work that has not begun is then not done.</param>
    public Task<T> RunAsync<T>(Func<T> decode, CancellationToken cancellationToken) => Task.Factory
        .StartNew(decode, cancellationToken, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.RunContinuationsAsynchronously, this)
        .WaitAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            // The one that worked last works next: the others' memory is not touched.
            if (_idle.TryPop(out var worker))
            {
                worker.Give(task);
            }
            else if (_count < Most)
            {
                _count++;
                new Worker(this).Start(task);
            }
            else
            {
                _waiting.Enqueue(task);
            }
        }
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
        {
            return [.. _waiting];
        }
    }

    private sealed class Worker(DecodingThreads owner)
    {
        private readonly object _signal = new(); // a Lock cannot be waited at
        private Task? _task;

        public void Start(Task first)
        {
            Give(first);
            new Thread(Work) { IsBackground = true, Name = "Eidetic decoding" }.Start();
        }

        public void Give(Task task)
        {
            lock (_signal)
            {
                _task = task;
                Monitor.Pulse(_signal);
            }
        }

        private void Work()
        {
            while (true)
            {
                for (var task = Wait(); task is not null; task = Next())
                {
                    owner.TryExecuteTask(task);
                }
            }
        }

        private Task Wait()
        {
            lock (_signal)
            {
                while (_task is null)
                {
                    Monitor.Wait(_signal);
                }

                var given = _task;
                _task = null; // nothing of what was done is kept
                return given;
            }
        }

        private Task? Next()
        {
            lock (owner._gate)
            {
                if (owner._waiting.TryDequeue(out var next))
                {
                    return next;
                }

                owner._idle.Push(this);
                return null;
            }
        }
    }
}
