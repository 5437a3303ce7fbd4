using Eidetic.Tests.Cli;

namespace Eidetic.Tests.Models;

public sealed class ModelPullTests : IAsyncLifetime
{
    private const string Weights = "model.safetensors";

    private readonly TemporaryFolder _folder = new();
    private readonly HubServer _server = new();
    private readonly List<string> _notes = [];

    public ValueTask InitializeAsync()
    {
        _server.Add("config.json", "{\"model_type\":\"clip\"}"u8.ToArray());
        _server.Add(Weights, Content(seed: 1, length: 300_000));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_model_is_fetched_whole_with_what_is_needed_and_nothing_else()
    {
        _server.Add("pytorch_model.bin", [1, 2, 3]);
        _server.Add("onnx/model.safetensors", [1, 2, 3]);
        _server.Add("README.md", [1]);

        var report = await Pull();

        Names().Should().Equal("config.json", Weights);
        File.ReadAllBytes(Here(Weights)).Should().Equal(_server[Weights]);
        report.FetchedInBytes.Should().Be(report.SizeInBytes).And.Be(300_000 + _server["config.json"].Length);
    }

    [Fact]
    public async Task A_dropped_connection_goes_on_where_it_stopped()
    {
        _server.DropsAfter = 100_000;

        var report = await Pull();

        File.ReadAllBytes(Here(Weights)).Should().Equal(_server[Weights]);
        _server.RequestsFor(Weights).Select(request => request.From).Should().Equal(0, 100_000, 200_000);
        report.FetchedInBytes.Should().Be(report.SizeInBytes);
        _notes.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_sends_the_file_again_and_it_is_right()
    {
        _server.DropsAfter = 100_000;
        _server.Drops = 1;
        _server.IgnoresRange = true;

        await Pull();

        _server.RequestsFor(Weights).Select(request => request.From).Should().Equal(0, 100_000);
        File.ReadAllBytes(Here(Weights)).Should().Equal(_server[Weights]);
    }

    [Fact]
    public async Task A_run_that_gave_up_leaves_no_half_file_under_its_name_and_the_next_one_goes_on()
    {
        _server.DropsAfter = 0;
        File.WriteAllBytes(Here(Weights) + ".partial", _server[Weights][..120_000]);

        await FluentActions.Awaiting(Pull).Should().ThrowAsync<ModelException>().WithMessage("*5 tries*goes on where it stopped*");
        Names().Should().NotContain(Weights);
        _server.DropsAfter = null;
        await Pull();

        _server.RequestsFor(Weights).Should().OnlyContain(request => request.From == 120_000);
        File.ReadAllBytes(Here(Weights)).Should().Equal(_server[Weights]);
        Names().Should().Equal("config.json", Weights);
    }

    [Fact]
    public async Task Weights_that_are_not_what_was_promised_are_removed()
    {
        await Pull();
        File.Delete(Here(Weights));
        _server.LiesAboutWeights = true;

        await FluentActions.Awaiting(Pull).Should().ThrowAsync<ModelException>()
            .WithMessage("model.safetensors from 127.0.0.1:* has the SHA-256 *, but * was promised: it was removed*");

        Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Should().Equal("config.json");
    }

    [Fact]
    public async Task Descriptions_that_are_not_what_was_promised_are_removed()
    {
        _server.LiesAboutDescriptions = true;

        await FluentActions.Awaiting(Pull).Should().ThrowAsync<ModelException>().WithMessage("config.json from * has the git hash *removed*");

        Directory.EnumerateFiles(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task What_an_earlier_run_left_of_other_content_is_fetched_anew()
    {
        File.WriteAllBytes(Here(Weights) + ".partial", Content(seed: 2, length: 50_000));

        await Pull();

        File.ReadAllBytes(Here(Weights)).Should().Equal(_server[Weights]);
        _notes.Should().ContainSingle().Which.Should().Contain("fetching it anew");
    }

    [Fact]
    public async Task What_is_here_and_right_is_not_fetched_again_and_what_is_damaged_is()
    {
        await Pull();
        File.WriteAllBytes(Here("config.json"), new byte[_server["config.json"].Length]);

        var report = await Pull();

        report.FetchedInBytes.Should().Be(_server["config.json"].Length);
        File.ReadAllBytes(Here("config.json")).Should().Equal(_server["config.json"]);
    }

    [Fact]
    public async Task The_token_goes_to_the_mirror_and_not_to_where_it_redirects()
    {
        await using var store = new HubServer();
        store.Add("config.json", _server["config.json"]);
        store.Add(Weights, _server[Weights]);
        _server.RedirectsTo = store.Address;

        await Pull(Options() with { Token = "secret" });

        _server.Requests.Should().OnlyContain(request => request.Authorization == "Bearer secret");
        store.Requests.Should().HaveCount(2).And.OnlyContain(request => request.Authorization == null);
        File.ReadAllBytes(Here(Weights)).Should().Equal(_server[Weights]);
    }

    [Theory]
    [InlineData("../config.json")]
    [InlineData("/etc/passwd.json")]
    [InlineData("a/../../b.json")]
    [InlineData("..\\b.json")]
    [InlineData("C:b.json")]
    [InlineData(".. /b.json")]
    [InlineData("a//b.json")]
    public async Task Names_that_lead_out_of_the_folder_are_refused(string name)
    {
        _server.Add(name, [1]);

        await FluentActions.Awaiting(Pull).Should().ThrowAsync<ModelException>().WithMessage("*leads out of the folder*nothing was fetched*");

        Names().Should().BeEmpty();
    }

    [Theory]
    [InlineData(401, "*HF_TOKEN*")]
    [InlineData(404, "*correct --revision or --mirror*")]
    [InlineData(418, "*answered 418*")]
    [InlineData(503, "*5 tries*answered 503*")]
    public async Task A_refusal_says_what_to_do(int status, string sentence)
    {
        _server.Fails = status;

        await FluentActions.Awaiting(Pull).Should().ThrowAsync<ModelException>().WithMessage(sentence);

        _server.Requests.Should().HaveCount(status == 503 ? 5 : 1);
    }

    [Fact]
    public async Task A_listing_of_several_pages_is_read_to_its_end()
    {
        _server.PageSize = 1;

        await Pull();

        Names().Should().Equal("config.json", Weights);
    }

    [Fact]
    public async Task An_interrupted_run_goes_on()
    {
        using var interrupt = new CancellationTokenSource();
        _server.DropsAfter = 100_000;
        _server.Asked = () =>
        {
            if (_server.RequestsFor(Weights).Count() == 2)
                interrupt.Cancel();
        };

        await FluentActions.Awaiting(() => Pull(Options(), interrupt.Token)).Should().ThrowAsync<OperationCanceledException>();
        Names().Should().NotContain(Weights);
        (_server.DropsAfter, _server.Asked) = (null, null);
        await Pull();

        _server.RequestsFor(Weights).Last().From.Should().BeGreaterThanOrEqualTo(100_000);
        File.ReadAllBytes(Here(Weights)).Should().Equal(_server[Weights]);
    }

    [Fact]
    public async Task A_model_of_several_parts_has_a_folder_for_each()
    {
        var report = await Pull(Options() with { Name = "openflamingo-3b" });

        report.Files.Should().Contain(["config.json", Path.Combine("clip", Weights), Path.Combine("mpt", "config.json")]);
        report.Files.Should().OnlyContain(name => File.Exists(Here(name)));
    }

    private static byte[] Content(int seed, int length)
    {
        var content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private Task<ModelPullReport> Pull() => Pull(Options());

    private Task<ModelPullReport> Pull(ModelPullOptions options, CancellationToken cancellationToken = default) => ModelPull.RunAsync(
        options,
        new Notes(_notes),
        new HubRetries(TimeProvider.System, TimeSpan.FromMilliseconds(1)),
        cancellationToken);

    private ModelPullOptions Options() => new() { Name = "clip-b32", Output = _folder.Path, Mirror = _server.Address };

    private string Here(string name) => Path.Combine(_folder.Path, name);

    private IEnumerable<string?> Names() => Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName)
        .Where(name => !name!.EndsWith(".partial", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private sealed class Notes(List<string> notes) : IProgress<ModelPullProgress>
    {
        public void Report(ModelPullProgress value)
        {
            if (value.Note is { } note)
                notes.Add(note);
        }
    }
}
