using Eidetic.Abstractions;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class ResumingTests(LearnedMemory learned)
{
    [Fact]
    public async Task A_run_stopped_while_learning_is_resumed_to_the_same_bytes()
    {
        var options = learned.Small("stopped") with { Epochs = 60 };
        var whole = options with { Memory = learned.At("not-stopped") };
        await LearnedMemory.MemorizeQuicklyAsync(whole);

        await LearnedMemory.StopAsync(options, MemorizePhase.Learning);

        EntriesOf(options.Memory).Should().Equal("training");
        ImageMemory.Exists(options.Memory).Should().BeFalse();
        await OpenAsync(options).Should().ThrowAsync<MemoryException>().WithMessage("*never finished*--resume*");
        await MemorizeAsync(options with { Resume = true, Seed = 2 }).Should().ThrowAsync<MemoryException>().WithMessage("*options*--resume*");
        EntriesOf(options.Memory).Should().Equal("training");

        await LearnedMemory.MemorizeQuicklyAsync(options with { Resume = true });
        await using var resumed = await ImageMemory.OpenAsync(options.Memory);
        await using var expected = await ImageMemory.OpenAsync(whole.Memory);
        resumed.Info.Files.Should().NotBeEmpty().And.BeEquivalentTo(expected.Info.Files);
    }

    [Fact]
    public async Task A_run_stopped_while_learning_the_shared_space_is_resumed_to_a_memory()
    {
        var options = learned.Small("stopped-early");
        await LearnedMemory.StopAsync(options, MemorizePhase.SharedSpace, fraction: 0.01);

        var report = await LearnedMemory.MemorizeQuicklyAsync(options with { Resume = true });

        report.Images.Should().Be(6);
        EntriesOf(options.Memory).Should().Equal("CURRENT", "generations", "training");
        ImageMemory.Exists(options.Memory).Should().BeTrue();
    }

    [Fact]
    public async Task A_run_stopped_while_reading_leaves_nothing()
    {
        var options = learned.Small("stopped-at-once");

        await LearnedMemory.StopAsync(options, MemorizePhase.Reading, fraction: 0);

        Directory.Exists(options.Memory).Should().BeFalse();
        ImageMemory.Exists(options.Memory).Should().BeFalse();
    }

    [Fact]
    public async Task Nothing_to_resume_is_said_and_nothing_is_made()
    {
        var options = learned.Small("never-started") with { Resume = true };

        await MemorizeAsync(options).Should().ThrowAsync<MemoryException>().WithMessage("Expected an interrupted run*without --resume*");

        Directory.Exists(options.Memory).Should().BeFalse();
    }

    [Fact]
    public async Task A_finished_memory_has_nothing_to_resume()
    {
        await MemorizeAsync(learned.Options with { Resume = true }).Should().ThrowAsync<MemoryException>().WithMessage("Expected an interrupted run*");
    }

    private static Func<Task> MemorizeAsync(MemorizeOptions options) => () => ImageMemory.MemorizeAsync(options);

    private static Func<Task> OpenAsync(MemorizeOptions options) => () => ImageMemory.OpenAsync(options.Memory);

    private static IEnumerable<string?> EntriesOf(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
