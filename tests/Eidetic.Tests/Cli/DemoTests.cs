using Eidetic.Evaluation;

namespace Eidetic.Tests.Cli;

public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeShowcase _showcase = new();
    private readonly FakeApi _api = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demo_memorizes_asks_measures_and_writes_its_page()
    {
        var run = await RunAsync(_showcase, CancellationToken.None);

        run.ExitCode.Should().Be(0);
        run.Error.Should().BeEmpty();
        var memory = Path.Combine(_folder.Path, "emoji.memory");
        _api.Memorized.Should().Be(new MemorizeOptions { Source = "emoji", Memory = memory, TimeBudget = TimeSpan.FromMinutes(4.25) });
        _api.Opened.Should().Be(memory);
        _api.Memory.AskedWith!.Explain.Should().BeTrue();
        _api.Memory.IsDisposed.Should().BeTrue();
        _showcase.Page.Should().Be(Path.Combine(_folder.Path, "index.html"));
        _showcase.Outcome!.Answers.Should().HaveCount(8, "a memory that is not calibrated is not asked for what it does not hold");
        _showcase.Outcome.Evaluation.Should().Be(_api.Memory.Evaluation);
        run.Out.Should().ContainAll("umbrella 25.0 %", "dual encoder", "ratio", "index.html");
    }

    [Fact]
    public async Task Held_out_phrases_are_asked_only_about_memorized_images_and_beside_the_baseline()
    {
        await RunAsync(_showcase, CancellationToken.None);

        _api.Memory.Evaluated!.Queries.Should().Equal(new EvaluationQuery("rain", "umbrella.png"));
        _api.Memory.Evaluated.Baseline.Should().BeTrue();
    }

    [Fact]
    public async Task With_serve_it_goes_on_to_serve_what_it_memorized()
    {
        var run = await RunAsync(_showcase, CancellationToken.None, "--serve");

        _showcase.Page.Should().Be(Path.Combine(_folder.Path, "index.html"));
        run.ExitCode.Should().NotBe(0, "the library of this test memorizes nothing that could be served");
        run.ErrorLines.Should().ContainSingle().Which.Should().Contain(Path.Combine(_folder.Path, "emoji.memory"));
    }

    [Fact]
    public async Task Images_and_seed_reach_the_library()
    {
        await RunAsync(_showcase, CancellationToken.None, "--images", "200", "--seed", "5");

        _api.Memorized!.Source.Should().Be("emoji:200");
        _api.Memorized.Seed.Should().Be(5);
    }

    [Fact]
    public async Task Names_are_left_out_where_the_terminal_shows_pictures()
    {
        var run = await RunAsync(new FakeShowcase { ShowsPictures = true }, CancellationToken.None);

        run.ExitCode.Should().Be(0);
        run.Out.Should().NotContain("umbrella 25.0 %");
    }

    [Fact]
    public async Task A_file_as_output_is_wrong_usage()
    {
        var file = _folder.Write("demo", "text");

        var run = await CliRun.OfAsync(_api, "demo", "--output", file);

        run.Should().Be(new CliRun(2, "", $"error: --output must be a folder, but '{file}' is a file{Environment.NewLine}"));
    }

    [Fact]
    public async Task An_interrupted_demo_names_the_command_that_goes_on()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        var api = new FakeApi { Memorize = (_, _, token) => Task.FromCanceled<MemorizeReport>(token) };

        var run = await CliRun.OfAsync(
            api, _showcase, isInteractive: false, cancellation.Token, "demo", "--images", "9", "--output", _folder.Path);

        run.ExitCode.Should().Be(130);
        run.Error.Should().Be(
            $"interrupted: continue with 'eidetic memorize emoji:9 --memory {Path.Combine(_folder.Path, "emoji.memory")} --seed 1 --time-budget 00:04:15 --resume'{Environment.NewLine}");
        _showcase.Page.Should().BeNull();
    }

    private Task<CliRun> RunAsync(FakeShowcase showcase, CancellationToken cancellationToken, params string[] arguments) =>
        CliRun.OfAsync(_api, showcase, isInteractive: false, cancellationToken, ["demo", "--output", _folder.Path, .. arguments]);
}
