namespace Eidetic.Tests.Cli;

public sealed class ModelsTests
{
    [Fact]
    public async Task List_names_every_model_with_its_sizes_and_repositories()
    {
        var run = await CliRun.OfAsync(new FakeApi(), "models", "list");

        run.ExitCode.Should().Be(0);
        run.Out.Should().ContainAll(PublishedModels.All.Select(model => model.Name));
        run.Out.Should().MatchRegex("smolvlm-256m +backbone +about 513.0 MB +about 1.0 GB +HuggingFaceTB/SmolVLM-256M-Instruct")
            .And.Contain("anas-awadalla/mpt-1b-redpajama-200b (in mpt/)");
    }

    [Fact]
    public async Task Inspect_prints_what_is_missing_and_fails()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.json", """{"model_type":"clip"}""");

        var run = await CliRun.OfAsync(new FakeApi(), "models", "inspect", folder.Path);

        run.ExitCode.Should().Be(1);
        run.Out.Should().MatchRegex("what +CLIP: eyes and ears").And.MatchRegex("✗ +missing +tokenizer.json is missing");
    }

    [Fact]
    public async Task Pull_asks_for_what_was_typed_and_tells_what_came()
    {
        var api = new FakeApi();

        var run = await CliRun.OfAsync(api, "models", "pull", "CLIP-B32", "--output", "there", "--mirror", "https://example.org", "--revision", "v1");

        run.ExitCode.Should().Be(0);
        api.Pulled.Should().BeEquivalentTo(
            new { Name = "clip-b32", Output = "there", Mirror = new Uri("https://example.org"), Revision = "v1" });
        run.Out.Should().Contain("clip-b32 is in there: 1 file, 12 bytes, of which 12 bytes fetched now");
    }

    [Fact]
    public async Task Pull_without_options_takes_the_hub_and_a_folder_of_the_models_name()
    {
        var api = new FakeApi();

        await CliRun.OfAsync(api, "models", "pull", "smolvlm-256m");

        api.Pulled.Should().BeEquivalentTo(new { Output = "smolvlm-256m", Mirror = ModelPullOptions.Hub, Revision = "main" });
    }

    [Fact]
    public async Task An_unknown_model_is_wrong_usage()
    {
        var run = await CliRun.OfAsync(new FakeApi(), "models", "pull", "gpt");

        run.ExitCode.Should().Be(2);
        run.ErrorLines.Should().ContainSingle().Which.Should().StartWith("error: there is no model 'gpt': expected one of smolvlm-256m, ");
    }

    [Fact]
    public async Task An_interrupted_pull_says_how_to_go_on()
    {
        using var interrupt = new CancellationTokenSource();
        var api = new FakeApi
        {
            Pull = (_, progress, token) =>
            {
                progress!.Report(new ModelPullProgress("model.safetensors", DoneInBytes: 50, TotalInBytes: 100));
                interrupt.Cancel();
                token.ThrowIfCancellationRequested();
                return null!;
            },
        };

        var run = await CliRun.OfAsync(api, new FakeShowcase(), isInteractive: false, interrupt.Token, "models", "pull", "clip-b32");

        run.ExitCode.Should().Be(130);
        run.Error.Should().Contain("run the same command again to go on");
        run.Out.Should().Contain("50.0 %  50 bytes of 100 bytes  model.safetensors");
    }
}
