namespace Eidetic.Tests.Memories;

/// <summary>Keeps what was reported and acts on it at once, on the reporting thread.</summary>
internal sealed class SynchronousProgress(Action<MemorizeProgress>? act = null) : IProgress<MemorizeProgress>
{
    private readonly List<MemorizeProgress> _reports = [];

    public IReadOnlyList<MemorizeProgress> Reports => _reports;

    public void Report(MemorizeProgress value)
    {
        _reports.Add(value);
        act?.Invoke(value);
    }
}
