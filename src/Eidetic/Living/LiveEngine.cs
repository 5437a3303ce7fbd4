namespace Eidetic;

/// <summary>
/// The engine that a memory answers from now. Another one may take its place at any time: whoever asks keeps the one he began with, and the
/// old one is disposed when the last of them is done. Safe to use from several threads.
/// </summary>
/// <param name="engine">The first; belongs to this from now on.</param>
internal sealed class LiveEngine(RecallEngine engine) : IDisposable
{
    private readonly Lock _gate = new();
    private Place? _place = new(engine);

    /// <summary>Takes the engine of this moment.</summary>
    /// <returns>To be disposed after use.</returns>
    /// <exception cref="ObjectDisposedException">The memory was disposed.</exception>
    public Use Take()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_place is null, typeof(ImageMemory));
            _place.Users++;
            return new Use(this, _place);
        }
    }

    /// <summary>Puts another engine in place.</summary>
    /// <param name="next">Belongs to this from now on.</param>
    public void Replace(RecallEngine next)
    {
        Place? before;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_place is null, typeof(ImageMemory));
            (before, _place) = (_place, new Place(next));
        }

        Leave(before);
    }

    public void Dispose()
    {
        Place? last;
        lock (_gate)
        {
            (last, _place) = (_place, null);
        }

        if (last is not null)
        {
            Leave(last);
        }
    }

    private void Leave(Place place)
    {
        bool isDone;
        lock (_gate)
        {
            isDone = --place.Users == 0;
        }

        if (isDone)
        {
            place.Engine.Dispose();
        }
    }

    /// <summary>Somebody's use of an engine.</summary>
    public sealed class Use : IDisposable
    {
        private readonly Place _place;
        private LiveEngine? _owner;

        internal Use(LiveEngine owner, Place place) => (_owner, _place) = (owner, place);

        public RecallEngine Engine => _place.Engine;

        public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Leave(_place);
    }

    /// <summary>An engine with the number of its users, this included.</summary>
    internal sealed class Place(RecallEngine engine)
    {
        public RecallEngine Engine => engine;

        public int Users { get; set; } = 1;
    }
}
