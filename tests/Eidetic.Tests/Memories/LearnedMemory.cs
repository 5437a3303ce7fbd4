namespace Eidetic.Tests.Memories;

/// <summary>A memory of 24 drawings that was really learned, once for all tests.</summary>
public sealed class LearnedMemory : IAsyncLifetime
{
    public const string Twin = "twin.png";
    public const string TwinOf = "red-disc.png";
    private const int SmallCount = 6;
    private const int QuickSteps = 20;
    private readonly QuietTorch _torch = new();

    public string Root { get; } = Directory.CreateTempSubdirectory("eidetic-memories-").FullName;

    /// <summary>24 pictures, two with the same bytes, twelve with captions, and a file that is no picture.</summary>
    public string Source => At("pictures");

    /// <summary>Six of them.</summary>
    public string SmallSource => At("few-pictures");

    public MemorizeOptions Options => new() { Source = Source, Memory = At("memory"), Epochs = 200 };

    public MemorizeReport Report { get; private set; } = null!;

    public IReadOnlyList<MemorizeProgress> Progress { get; private set; } = [];

    public ImageMemory Memory { get; private set; } = null!;

    public string At(string name) => Path.Combine(Root, name);

    /// <summary>Options of a quick run over <see cref="SmallSource"/>.</summary>
    public MemorizeOptions Small(string memory) => new() { Source = SmallSource, Memory = At(memory), Epochs = 10 };

    /// <summary>Memorizes with a shared space that is hardly learned, where a test is not about what is found.</summary>
    internal static Task<MemorizeReport> MemorizeQuicklyAsync(
        MemorizeOptions options, IProgress<MemorizeProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new Memorizer(options, progress, TimeProvider.System) { SharedSpaceSteps = QuickSteps }.RunAsync(cancellationToken);

    /// <summary>Memorizes and stops in the middle of a phase, or where a share of it is done.</summary>
    internal static async Task StopAsync(MemorizeOptions options, MemorizePhase phase, double fraction = 0.5)
    {
        using var stop = new CancellationTokenSource();
        var progress = new SynchronousProgress<MemorizeProgress>(p =>
        {
            if (p.Phase == phase && p.Fraction >= fraction)
            {
                stop.Cancel();
            }
        });

        var act = () => MemorizeQuicklyAsync(options, progress, stop.Token);

        await act.Should().ThrowAsync<OperationCanceledException>();
        progress.Reports[^1].Phase.Should().Be(phase);
    }

    /// <summary>A copy of the learned memory, or of another, to be damaged.</summary>
    public string Copy(string name, string? memory = null)
    {
        var (copy, original) = (At(name), memory ?? Options.Memory);
        foreach (var file in Directory.EnumerateFiles(original, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(original, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    public async ValueTask InitializeAsync()
    {
        Pictures.Fill(Source, Pictures.Names.SkipLast(1));
        Pictures.Fill(SmallSource, Pictures.Names.Take(SmallCount));
        File.Copy(Path.Combine(Source, TwinOf), Path.Combine(Source, Twin));
        File.WriteAllText(Path.Combine(Source, "broken.jpg"), "no picture");
        var progress = new SynchronousProgress<MemorizeProgress>();
        Report = await ImageMemory.MemorizeAsync(Options, progress);
        Progress = progress.Reports;
        Memory = await ImageMemory.OpenAsync(Options.Memory);
    }

    public async ValueTask DisposeAsync()
    {
        if (Memory is not null)
        {
            await Memory.DisposeAsync();
        }

        _torch.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
