using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Calibrating;

/// <summary>A memory of emoji with enough captions to keep some back, quickly learned, once for the tests of what its answers are worth.</summary>
public sealed class CalibratedMemory(LearnedMemory learned) : IAsyncLifetime
{
    public const string Source = "emoji:300";

    public string Folder => learned.At("calibrated");

    public ImageMemory Memory { get; private set; } = null!;

    public IReadOnlyList<MemorizeProgress> Progress { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        var progress = new SynchronousProgress<MemorizeProgress>();
        await LearnedMemory.MemorizeQuicklyAsync(new MemorizeOptions { Source = Source, Memory = Folder, Epochs = 2 }, progress);
        Progress = progress.Reports;
        Memory = await ImageMemory.OpenAsync(Folder);
    }

    public ValueTask DisposeAsync() => Memory is null ? ValueTask.CompletedTask : Memory.DisposeAsync();
}
