using System.Text.Json;
using Eidetic.Cli.Rendering;

namespace Eidetic.Tests.Cli;

public sealed class ExplainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeApi _api = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_text_shows_words_and_under_each_token_the_one_not_taken_with_what_they_hold()
    {
        _api.Memory.Hits = [Samples.DeeplyExplainedHit()];

        var run = await RunAsync("keep the rain off", "--explain");

        _api.Memory.AskedWith!.Explain.Should().BeTrue();
        run.Out.Split(Environment.NewLine).Select(line => line.TrimEnd()).Where(line => line.Length > 0).Should().Equal(
            "1  umbrella.png  25.0 %",
            "   moved by  rain +2.3  off −0.5",
            "   a17               50.0 % █████       3 images: rain, wet · cloud.png, drop.png",
            "   or a[2]           12.5 % █▎          1,200 images · sun.png, sea.png, sand.png …",
            "   b3               100.0 % ██████████  this image",
            "      no other way",
            "   the path is 50.0 % likely; with the other evidence the image has 25.0 %");
    }

    [Fact]
    public async Task A_path_that_says_all_is_said_once()
    {
        _api.Memory.Hits = [Samples.DeeplyExplainedHit() with { Probability = 0.5 }];

        var run = await RunAsync("keep the rain off", "--explain");

        run.Out.Should().Contain("no other way").And.NotContain("evidence");
    }

    [Fact]
    public async Task A_path_without_branches_is_shown_too()
    {
        _api.Memory.Hits = [Samples.ExplainedHit()];

        var run = await RunAsync("rain", "--explain");

        run.Out.Should().ContainAll("umbrella.png", "a17", "50.0 %", "or a[2]", "12.5 %", "no other way").And.NotContainAny("images", "moved");
    }

    [Fact]
    public void Lines_wrap_at_the_width_of_the_terminal_and_keys_are_no_markup()
    {
        using var writer = new StringWriter();
        var console = CliRun.Open(writer, isInteractive: false);
        console.Profile.Width = 60;
        var hit = Samples.DeeplyExplainedHit();
        var branch = hit.Trace[0].Branch! with { Examples = ["photos/new/[red]a.png", new string('k', 90) + ".png"] };

        ExplanationText.Write(console, hit with { Trace = [hit.Trace[0] with { Branch = branch }] });

        writer.ToString().Should().Contain("[red]a.png").And.NotContain("photos");
        writer.ToString().Split(Environment.NewLine).Should().OnlyContain(line => line.Length <= 60);
    }

    [Fact]
    public async Task Json_tells_branches_and_words()
    {
        _api.Memory.Hits = [Samples.DeeplyExplainedHit()];

        var run = await RunAsync("keep the rain off", "--explain", "--json");

        var hit = JsonDocument.Parse(run.Out).RootElement.GetProperty("hits")[0];
        hit.GetProperty("trace")[0].GetProperty("branch").GetRawText().Should().Be("""{"images":3,"examples":["cloud.png","drop.png"],"words":["rain","wet"]}""");
        hit.GetProperty("trace")[0].GetProperty("runnerUpBranch").GetProperty("images").GetInt32().Should().Be(1200);
        hit.GetProperty("words")[0].GetRawText().Should().Be("""{"word":"rain","start":9,"influence":2.25}""");
    }

    [Fact]
    public async Task Html_writes_a_page_and_asks_for_explanations_while_the_terminal_keeps_its_table()
    {
        _api.Memory.Hits = [Samples.DeeplyExplainedHit()];
        var page = Path.Combine(_folder.Path, "new", "answer.html");

        var run = await RunAsync("keep the rain off", "--html", page);

        run.ExitCode.Should().Be(0);
        run.Out.Should().Contain("rank").And.NotContain("moved by");
        _api.Memory.AskedWith!.Explain.Should().BeTrue();
        File.ReadAllText(page).Should().ContainAll(
            "keep the rain off", "umbrella", "1,200 images", "3 images: rain, wet", "+2.3", $"--html {page}", "--memory");
    }

    [Fact]
    public async Task A_picture_that_cannot_be_read_any_more_leaves_a_sign()
    {
        _api.Memory.Hits = [Samples.DeeplyExplainedHit()]; // its picture is one byte, and its examples are gone
        var page = Path.Combine(_folder.Path, "answer.html");

        var run = await RunAsync("keep the rain off", "--explain", "--html", page);

        run.ExitCode.Should().Be(0);
        File.ReadAllText(page).Should().ContainAll("umbrella (no picture)", "cloud (no picture)").And.NotContain("<img");
    }

    [Fact]
    public async Task A_page_cannot_take_the_place_of_a_folder()
    {
        var run = await RunAsync("rain", "--html", _folder.Path);

        run.Should().Be(new CliRun(2, "", $"error: --html must name a file to write, but '{_folder.Path}' is a folder{Environment.NewLine}"));
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(_api, ["recall", .. arguments, "--memory", _folder.Path]);
}
