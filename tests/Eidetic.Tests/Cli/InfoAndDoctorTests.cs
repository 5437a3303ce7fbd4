using Eidetic.Cli.Api;

namespace Eidetic.Tests.Cli;

public sealed class InfoAndDoctorTests
{
    [Fact]
    public async Task Info_tells_what_the_memory_holds()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.OfAsync(new FakeApi(), "info", "--memory", folder.Path);

        run.ExitCode.Should().Be(0);
        run.Out.Should().ContainAll(
            folder.Path, "2026-02-03 02:05:06 UTC", "compact, 1,234,567 parameters", "mobilenet, use",
            "1,912, 2 with the bytes of another", "12 added, 3 removed", "3,824, 36 pseudo-captions", "residual", "512 tokens", "4,000 nodes, up to 5 tokens deep",
            "99.6 % of the images", "model.safetensors", "4.0 MB", "ab12");
        run.Out.Should().MatchRegex("seed +7").And.MatchRegex("✓ +memorized");
    }

    [Theory]
    [InlineData(null, "identifiers +residual *[\r\n]")]
    [InlineData("clip-eyes", "identifiers +residual, made of vectors of clip-eyes")]
    public async Task Info_tells_whose_vectors_named_the_images_and_where_published_towers_lie(string? namedBy, string expected)
    {
        using var folder = new TemporaryFolder();
        var api = new FakeApi();
        api.Memory.Info = Samples.Info() with { NamedBy = namedBy, Eyes = "big-clip", Ears = "big-clip" };

        var run = await CliRun.OfAsync(api, "info", "--memory", folder.Path);

        run.Out.Should().MatchRegex(expected).And.Contain("mobilenet, use (from big-clip)");
    }

    [Fact]
    public async Task Info_tells_how_to_mend_a_memory_that_learned_too_little()
    {
        using var folder = new TemporaryFolder();
        var api = new FakeApi();
        api.Memory.Info = Samples.Info() with { MemorizeAccuracy = 0.5 };

        var run = await CliRun.OfAsync(api, "info", "--memory", folder.Path);

        run.Out.Should().MatchRegex("✗ +memorized +50.0 %").And.Contain("→ memorize longer");
    }

    [Fact]
    public async Task Doctor_is_content_when_all_that_is_needed_is_there()
    {
        var api = new FakeApi
        {
            Checks =
            [
                new DoctorCheck("libtorch", IsGood: true, "2.10.0"),
                new DoctorCheck("cuda", IsGood: false, "no device", "install a build with CUDA", IsNeeded: false),
            ],
        };

        var run = await CliRun.OfAsync(api, "doctor");

        run.ExitCode.Should().Be(0);
        run.Out.Should().MatchRegex("✓ +runtime +\\.NET").And.MatchRegex("✓ +libtorch +2.10.0").And.MatchRegex("✗ +cuda +no device")
            .And.Contain("→ install a build with CUDA").And.Contain("Everything that is needed is here.");
    }

    [Fact]
    public async Task Doctor_fails_when_something_needed_is_missing()
    {
        var api = new FakeApi { Checks = [new DoctorCheck("libtorch", IsGood: false, "cannot be loaded", "install libstdc++")] };

        var run = await CliRun.OfAsync(api, "doctor");

        run.ExitCode.Should().Be(1);
        run.Out.Should().Contain("→ install libstdc++").And.Contain("1 thing must be mended");
    }
}
