using Eidetic.Abstractions;

namespace Eidetic.Tests.Cli;

public sealed class FailureTests
{
    [Fact]
    public async Task A_missing_memory_is_bad_data()
    {
        using var folder = new TemporaryFolder();
        var memory = Path.Combine(folder.Path, "photos.memory");

        var run = await CliRun.OfAsync(new FakeApi(), "recall", "cat", "--memory", memory);

        run.ExitCode.Should().Be(3);
        run.ErrorLines.Should().ContainSingle().Which.Should().Be(
            $"error: there is no memory '{memory}': make it with 'eidetic memorize SOURCE --memory {memory}' or correct --memory");
    }

    [Theory]
    [InlineData("info")]
    [InlineData("recall", "cat")]
    [InlineData("memorize", "emoji")]
    public async Task A_text_file_as_memory_is_bad_data(params string[] command)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("notes.txt", "hello");
        var api = new FakeApi();

        var run = await CliRun.OfAsync(api, [.. command, "--memory", file]);

        run.ExitCode.Should().Be(3);
        run.ErrorLines.Should().ContainSingle().Which.Should().Be(
            $"error: --memory must be a folder, but '{file}' is a file: name the folder of a memory");
        api.Memorized.Should().BeNull();
    }

    public static TheoryData<Exception, int, string> Failures => new()
    {
        { new MemoryException("m", "the memory is of format 9, this program reads 1: install a newer one"), 3, "the memory is of format 9, this program reads 1: install a newer one" },
        { new CheckpointFormatException("f", "truncated\nat byte 7"), 3, "truncated at byte 7" },
        { new SourceException("captions.jsonl:3: not JSON"), 3, "captions.jsonl:3: not JSON" },
        { new ImageDecodeException("cat.png", "The file is not a picture."), 3, "cat.png: The file is not a picture." },
        { new ImageDecodeException("cat.png", "cat.png is too large."), 3, "cat.png is too large." },
        { new NativeRuntimeException("libtorch is missing"), 1, "libtorch is missing" },
        { new IOException("No space left on device"), 1, "No space left on device" },
        { new ArgumentException("Expected at least 1 query, got 0.", "queries"), 1, "Expected at least 1 query, got 0." },
        { new OptionException("--beams must be at least --top, got 4 beams for 5 hits."), 2, "--beams must be at least --top, got 4 beams for 5 hits." },
        { new OperationCanceledException("gave up"), 1, "gave up" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_one_line_and_its_exit_code(Exception failure, int exitCode, string sentence)
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.OfAsync(new FakeApi { OpenFailure = failure }, "info", "--memory", folder.Path);

        run.Should().Be(new CliRun(exitCode, "", $"error: {sentence}{Environment.NewLine}"));
    }

    [Fact]
    public async Task A_stack_trace_is_shown_only_with_verbose()
    {
        using var folder = new TemporaryFolder();
        var api = new FakeApi { OpenFailure = new SourceException("broken") };

        var quiet = await CliRun.OfAsync(api, "info", "--memory", folder.Path);
        var verbose = await CliRun.OfAsync(api, "--verbose", "info", "--memory", folder.Path);

        quiet.ErrorLines.Should().Equal("error: broken");
        verbose.ErrorLines[0].Should().Be("error: broken");
        verbose.Error.Should().Contain(nameof(SourceException)).And.Contain("   at ");
    }

    [Fact]
    public async Task An_interrupted_memorize_ends_with_130_and_tells_how_to_go_on()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var api = new FakeApi
        {
            Memorize = async (_, _, token) =>
            {
                await cancellation.CancelAsync();
                token.ThrowIfCancellationRequested();
                return Samples.Report("never");
            },
        };

        var run = await CliRun.OfAsync(
            api, new FakeShowcase(), isInteractive: false, cancellation.Token, "memorize", "emoji", "--memory", Path.Combine(folder.Path, "m"));

        run.Should().Be(new CliRun(130, "", $"interrupted: continue with --resume{Environment.NewLine}"));
    }

    [Fact]
    public async Task An_interrupted_recall_ends_with_130()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        var api = new FakeApi();

        var run = await CliRun.OfAsync(
            api, new FakeShowcase(), isInteractive: false, cancellation.Token, "recall", "cat", "--memory", folder.Path);

        run.Should().Be(new CliRun(130, "", $"interrupted{Environment.NewLine}"));
        api.Memory.IsDisposed.Should().BeTrue();
    }

    [Fact]
    public async Task Markup_in_what_users_typed_is_printed_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var memory = Path.Combine(folder.Path, "[red]x[/]");

        var run = await CliRun.OfAsync(new FakeApi(), "info", "--memory", memory);

        run.ExitCode.Should().Be(3);
        run.Error.Should().Contain("[red]x[/]");
    }
}
