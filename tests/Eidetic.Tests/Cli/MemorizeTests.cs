using Eidetic.Abstractions;

namespace Eidetic.Tests.Cli;

public sealed class MemorizeTests
{
    [Fact]
    public async Task Defaults_are_the_documented_ones()
    {
        using var folder = new TemporaryFolder();
        var memory = Path.Combine(folder.Path, "m");
        var api = new FakeApi();

        var run = await CliRun.OfAsync(api, "memorize", "emoji", "--memory", memory);

        run.ExitCode.Should().Be(0);
        api.Memorized.Should().Be(new MemorizeOptions { Source = "emoji", Memory = memory });
    }

    [Fact]
    public async Task Every_option_reaches_the_library()
    {
        using var folder = new TemporaryFolder();
        var captions = folder.Write("captions.jsonl", "{}");
        var recipe = folder.Write("recipe.json", "{}");
        var memory = Path.Combine(folder.Path, "m");
        var api = new FakeApi();

        var run = await CliRun.OfAsync(
            api, "memorize", "flickr:photos", "--memory", memory, "--model", folder.Path, "--recipe", recipe, "--identifiers", "structured",
            "--captions-from", captions, "--time-budget", "30:20:10", "--seed", "-7", "--device", "cuda:1",
            "--resume", "--sequential");

        run.ExitCode.Should().Be(0);
        api.Memorized.Should().Be(new MemorizeOptions
        {
            Source = "flickr:photos",
            Memory = memory,
            Model = folder.Path,
            Recipe = recipe,
            Identifiers = "structured",
            CaptionsFrom = captions,
            TimeBudget = new TimeSpan(30, 20, 10),
            Seed = -7,
            Device = "cuda:1",
            Resume = true,
            Sequential = true,
        });
    }

    [Fact]
    public async Task Eyes_and_ears_reach_the_library()
    {
        using var folder = new TemporaryFolder();
        var memory = Path.Combine(folder.Path, "m");
        var api = new FakeApi();

        var run = await CliRun.OfAsync(api, "memorize", "emoji", "--memory", memory, "--eyes", "clip", "--ears", "other", "--epochs", "3");

        run.ExitCode.Should().Be(0);
        api.Memorized.Should().Be(new MemorizeOptions { Source = "emoji", Memory = memory, Eyes = "clip", Ears = "other", Epochs = 3 });
    }

    [Fact]
    public async Task Choices_of_learning_reach_the_library()
    {
        using var folder = new TemporaryFolder();
        var api = new FakeApi();

        var run = await CliRun.OfAsync(
            api, "memorize", "emoji", "--memory", Path.Combine(folder.Path, "m"), "--codebooks", "64,32,16", "--revive-codes", "--codebook-contrast", "0.3",
            "--temperature", "0.07", "--target-temperature", "0.5", "--hard-negatives", "4", "--branch-negatives", "3", "--rank-share", "0.25", "--r-drop", "1.5");

        run.ExitCode.Should().Be(0);
        api.Memorized!.Learning.Should().BeEquivalentTo(new CompactLearning
        {
            Codebooks = [64, 32, 16],
            RevivesCodes = true,
            CodebookContrast = 0.3,
            Temperature = 0.07,
            TargetTemperature = 0.5,
            HardNegatives = 4,
            BranchNegatives = 3,
            RankShare = 0.25,
            RDrop = 1.5,
        });
    }

    [Fact]
    public async Task Adapters_reach_the_library()
    {
        using var folder = new TemporaryFolder();
        var api = new FakeApi();

        var run = await CliRun.OfAsync(
            api, "memorize", "emoji", "--memory", Path.Combine(folder.Path, "m"), "--model", folder.Path, "--lora", "8", "--lora-alpha", "4.5", "--lora-projections", "q_proj, v_proj");

        run.ExitCode.Should().Be(0);
        api.Memorized.Should().BeEquivalentTo(new { LoraRank = 8, LoraAlpha = 4.5, LoraProjections = new[] { "q_proj", "v_proj" }, Model = folder.Path });
    }

    [Fact]
    public async Task A_missing_caption_file_is_bad_data()
    {
        using var folder = new TemporaryFolder();
        var api = new FakeApi();

        var run = await CliRun.OfAsync(
            api, "memorize", "emoji", "--memory", Path.Combine(folder.Path, "m"), "--captions-from", "no-such.jsonl");

        run.Should().Be(new CliRun(3, "", $"error: --captions-from: there is no file 'no-such.jsonl'{Environment.NewLine}"));
        api.Memorized.Should().BeNull();
    }

    [Fact]
    public async Task The_summary_tells_counts_accuracy_and_time_in_any_culture()
    {
        using var folder = new TemporaryFolder();
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-DE");

        var run = await CliRun.OfAsync(new FakeApi(), "memorize", "emoji", "--memory", Path.Combine(folder.Path, "m"));
        System.Globalization.CultureInfo.CurrentCulture = culture;

        run.Out.Should().ContainAll("1,912", "12 images", "0 files", "residual", "99.6 % of the images", "1,234,567", "00:01:15");
        run.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Skipped_files_are_named_up_to_ten_and_then_counted()
    {
        using var folder = new TemporaryFolder();
        var problems = Enumerable.Range(1, 12).Select(i => new SourceProblem($"bad{i}.jpg", "is not a picture, skipped")).ToArray();
        var api = new FakeApi
        {
            Memorize = (options, _, _) => Task.FromResult(Samples.Report(options.Memory) with { Skipped = 12, Problems = problems }),
        };

        var run = await CliRun.OfAsync(api, "memorize", "emoji", "--memory", Path.Combine(folder.Path, "m"));

        run.ExitCode.Should().Be(0);
        run.Out.Should().Contain("12 files").And.Contain("note: bad10.jpg: is not a picture, skipped").And.Contain("note: and 2 more like these");
        run.Out.Should().NotContain("bad11.jpg");
    }

    [Fact]
    public async Task A_live_terminal_shows_the_phases_with_ticks()
    {
        using var folder = new TemporaryFolder();
        var api = new FakeApi
        {
            Memorize = (options, progress, _) =>
            {
                progress!.Report(new MemorizeProgress { Phase = MemorizePhase.Reading, Fraction = 0, Elapsed = TimeSpan.Zero });
                progress.Report(new MemorizeProgress { Phase = MemorizePhase.Saving, Fraction = 0.5, Elapsed = TimeSpan.FromSeconds(61) });
                return Task.FromResult(Samples.Report(options.Memory));
            },
        };

        var run = await CliRun.OfAsync(
            api, new FakeShowcase(), isInteractive: true, CancellationToken.None, "memorize", "emoji", "--memory", Path.Combine(folder.Path, "m"));

        run.ExitCode.Should().Be(0);
        run.Out.Should().MatchRegex("✓ reading the collection +00:01:01").And.MatchRegex("✓ saving +00:00:00");
    }
}
