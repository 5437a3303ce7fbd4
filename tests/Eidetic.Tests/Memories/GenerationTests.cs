using Eidetic.Abstractions;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class GenerationTests(LearnedMemory learned)
{
    [Fact]
    public async Task Memorizing_again_leaves_open_readers_their_memory_and_failing_leaves_everyone_theirs()
    {
        var options = learned.Small("again");
        await LearnedMemory.MemorizeQuicklyAsync(options);
        await using var early = await ImageMemory.OpenAsync(options.Memory);
        var answer = await early.RecallAsync("a red disc");

        await FailAsync(options);
        var afterFailure = await AnswerAsync(options);
        await LearnedMemory.MemorizeQuicklyAsync(options with { Seed = 2, Identifiers = "numeric" });

        afterFailure.Should().BeEquivalentTo(answer);
        (await early.RecallAsync("a red disc")).Should().BeEquivalentTo(answer);
        early.Info.Scheme.Should().Be("residual");
        await using var late = await ImageMemory.OpenAsync(options.Memory);
        late.Info.Should().BeEquivalentTo(new { Scheme = "numeric", Seed = 2, Images = 6 });
        Directory.EnumerateFileSystemEntries(Path.Combine(options.Memory, "generations")).Select(Path.GetFileName)
            .Should().BeEquivalentTo("000001", "000002");
    }

    private async Task FailAsync(MemorizeOptions options)
    {
        var broken = learned.At("broken-only");
        Directory.CreateDirectory(broken);
        File.WriteAllText(Path.Combine(broken, "a.png"), "no picture");
        using var stop = new CancellationTokenSource();
        var progress = new SynchronousProgress<MemorizeProgress>(p =>
        {
            if (p.Phase == MemorizePhase.Identifiers)
            {
                stop.Cancel();
            }
        });

        var unreadable = () => LearnedMemory.MemorizeQuicklyAsync(options with { Source = broken });
        var stopped = () => LearnedMemory.MemorizeQuicklyAsync(options with { Seed = 3 }, progress, stop.Token);

        await unreadable.Should().ThrowAsync<SourceException>();
        await stopped.Should().ThrowAsync<OperationCanceledException>();
    }

    private static async Task<IReadOnlyList<Hit>> AnswerAsync(MemorizeOptions options)
    {
        await using var memory = await ImageMemory.OpenAsync(options.Memory);
        return await memory.RecallAsync("a red disc");
    }
}
