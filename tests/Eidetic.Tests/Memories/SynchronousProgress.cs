namespace Eidetic.Tests.Memories;

/// <summary>Keeps what was reported and acts on it at once, on the reporting thread.</summary>
internal sealed class SynchronousProgress<T>(Action<T>? act = null) : IProgress<T>
{
    private readonly List<T> _reports = [];

    public IReadOnlyList<T> Reports => _reports;

    public void Report(T value)
    {
        _reports.Add(value);
        act?.Invoke(value);
    }
}
