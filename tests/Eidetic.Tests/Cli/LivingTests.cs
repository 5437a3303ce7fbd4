using Eidetic.Abstractions;

namespace Eidetic.Tests.Cli;

public sealed class LivingTests
{
    [Fact]
    public async Task Add_tells_what_came_and_what_did_not()
    {
        using var folder = new TemporaryFolder();
        var api = new FakeApi();

        var run = await CliRun.OfAsync(api, "add", "photos", "--memory", folder.Path);

        run.ExitCode.Should().Be(0);
        (api.Opened, api.Memory.Added, api.Memory.IsDisposed).Should().Be((folder.Path, "photos", true));
        run.Out.Should().ContainAll("2 images added", "3 there already", "1 file skipped", "holds 1,914 images", "bad.png: no picture", "looking at the images");
    }

    [Fact]
    public async Task Add_prints_nothing_but_JSON_where_it_is_asked_for()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.OfAsync(new FakeApi(), "add", "photos", "--memory", folder.Path, "--json");

        run.Out.Trim().Should().Be(
            """{"added":["new.png","größer.png"],"alreadyThere":3,"pseudoCaptioned":1,"skipped":1,"problems":[{"item":"bad.png","message":"no picture"}],"images":1914,"encodingSeconds":2,"seconds":2.5}""");
    }

    [Fact]
    public async Task Remove_passes_every_key_on()
    {
        using var folder = new TemporaryFolder();
        var api = new FakeApi();

        var run = await CliRun.OfAsync(api, "remove", "a.png", "b.png", "--memory", folder.Path);
        var json = await CliRun.OfAsync(new FakeApi(), "remove", "a.png", "--memory", folder.Path, "--json");

        run.ExitCode.Should().Be(0);
        api.Memory.Removed.Should().Equal("a.png", "b.png");
        run.Out.Trim().Should().Be("2 images removed; the memory holds 1,910 images");
        json.Out.Trim().Should().Be("""{"removed":["a.png"],"images":1910,"seconds":0.5}""");
    }

    [Fact]
    public async Task Consolidate_tells_how_well_the_images_are_known()
    {
        using var folder = new TemporaryFolder();
        var (api, idle) = (new FakeApi(), new FakeApi());
        idle.Memory.Consolidation = Samples.ConsolidateReport() with { Added = 0, Removed = 0 };

        var run = await CliRun.OfAsync(api, "consolidate", "--memory", folder.Path, "--epochs", "3", "--seed", "4");
        var json = await CliRun.OfAsync(api, "consolidate", "--memory", folder.Path, "--json");
        var nothing = await CliRun.OfAsync(idle, "consolidate", "--memory", folder.Path, "--time-budget", "00:01:00");

        run.ExitCode.Should().Be(0);
        run.Out.Trim().Should().EndWith(
            "99.0 % of 1,914 images named from their own picture (before: 75.0 %), 100.0 % of those added (before: 50.0 %)").And.Contain("2 images learned and 1 forgotten");
        json.Out.Trim().Should().Be(
            """{"images":1914,"added":2,"removed":1,"memorizeAccuracyBefore":0.75,"memorizeAccuracy":0.99,"addedAccuracyBefore":0.5,"addedAccuracy":1,"seconds":75}""");
        nothing.Out.Should().Contain("nothing to consolidate");
        idle.Memory.Consolidated.Should().Be(new ConsolidateOptions { TimeBudget = TimeSpan.FromMinutes(1) });
    }

    [Fact]
    public async Task An_interrupted_consolidation_ends_with_130_and_says_that_nothing_changed()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var run = await CliRun.OfAsync(new FakeApi(), new FakeShowcase(), isInteractive: false, stop.Token, "consolidate", "--memory", folder.Path);

        run.Should().Be(new CliRun(130, "", $"interrupted: the memory is as it was before{Environment.NewLine}"));
    }

    [Theory]
    [InlineData("add", "--memory", "m")]
    [InlineData("add", "photos")]
    [InlineData("add", " ", "--memory", "m")]
    [InlineData("remove", "--memory", "m")]
    [InlineData("remove", "a.png")]
    [InlineData("consolidate")]
    [InlineData("consolidate", "--memory", "m", "--epochs", "0")]
    [InlineData("consolidate", "--memory", "m", "--epochs", "2", "--time-budget", "00:01:00")]
    public async Task What_is_missing_is_wrong_usage(params string[] arguments)
    {
        var run = await CliRun.OfAsync(new FakeApi(), arguments);

        run.ExitCode.Should().Be(2);
        run.ErrorLines.Should().ContainSingle();
    }

    [Theory]
    [InlineData("add", "photos")]
    [InlineData("remove", "a.png")]
    [InlineData("consolidate")]
    public async Task What_the_memory_refuses_is_told_in_one_line(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var api = new FakeApi();
        api.Memory.WriteFailure = new MemoryException(folder.Path, "Expected keys that the memory holds, found 'a.png'.");

        var refused = await CliRun.OfAsync(api, [.. arguments, "--memory", folder.Path]);
        var absent = await CliRun.OfAsync(api, [.. arguments, "--memory", Path.Combine(folder.Path, "nowhere")]);

        refused.ExitCode.Should().Be(3);
        refused.ErrorLines.Should().ContainSingle().Which.Should().Be("error: Expected keys that the memory holds, found 'a.png'.");
        absent.ExitCode.Should().Be(3);
        absent.ErrorLines.Should().ContainSingle().Which.Should().Contain("there is no memory");
    }
}
