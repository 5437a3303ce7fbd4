namespace Eidetic;

/// <summary>Stops a decoding when the last of those who wait for it stops waiting.</summary>
internal sealed class SharedInterest : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private int _interested;

    /// <param name="together">Who waits.</param>
    public SharedInterest(IReadOnlyList<WaitingQueries> together)
    {
        _interested = together.Count;
        foreach (var waiting in together)
        {
            _registrations.Add(waiting.Token.UnsafeRegister(_ => Leave(), null));
        }
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _interested) == 0)
        {
            _stop.Cancel();
        }
    }
}
