namespace Eidetic.Tests.Cli;

public sealed class CaptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeApi _api = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Defaults_are_the_documented_ones()
    {
        var run = await RunAsync();

        run.ExitCode.Should().Be(0);
        run.Out.Should().Contain("6 captions of 2 images written; 1 had theirs, 0 were left out");
        _api.Captioned.Should().Be(new CaptioningOptions { Source = "emoji", Model = _folder.Path, Output = "c.jsonl", Beams = 4 });
    }

    [Fact]
    public async Task Every_option_reaches_the_library()
    {
        await RunAsync(
            "--captions-per-image", "3", "--top-p", "0.5", "--temperature", "1.5", "--seed", "-7", "--prompt", "see <image>", "--device", "cuda:1");

        _api.Captioned.Should().Be(new CaptioningOptions
        {
            Source = "emoji",
            Model = _folder.Path,
            Output = "c.jsonl",
            CaptionsPerImage = 3,
            TopP = 0.5,
            Temperature = 1.5,
            Seed = -7,
            Prompt = "see <image>",
            Device = "cuda:1",
        });
    }

    [Theory]
    [InlineData("--temperature 2", null)]
    [InlineData("--captions-per-image 6", 6)]
    [InlineData("--beams 9", 9)]
    public async Task Captions_are_the_likeliest_unless_variety_is_asked_for(string arguments, int? beams)
    {
        await RunAsync(arguments.Split(' '));

        _api.Captioned!.Beams.Should().Be(beams);
    }

    private Task<CliRun> RunAsync(params string[] arguments) =>
        CliRun.OfAsync(_api, ["caption", "emoji", "--model", _folder.Path, "--output", "c.jsonl", .. arguments]);
}
