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

    [Theory]
    [InlineData("add", "--memory", "m")]
    [InlineData("add", "photos")]
    [InlineData("add", " ", "--memory", "m")]
    [InlineData("remove", "--memory", "m")]
    [InlineData("remove", "a.png")]
    public async Task What_is_missing_is_wrong_usage(params string[] arguments)
    {
        var run = await CliRun.OfAsync(new FakeApi(), arguments);

        run.ExitCode.Should().Be(2);
        run.ErrorLines.Should().ContainSingle();
    }

    [Theory]
    [InlineData("add", "photos")]
    [InlineData("remove", "a.png")]
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
