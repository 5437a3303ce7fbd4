using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic.Tests.Cli;

public sealed class FilterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeApi _api = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_condition_reaches_the_library()
    {
        var keys = _folder.Write("keys.txt", "umbrella.png\n\ncat.png\n");

        var run = await RunAsync(
            "--key-prefix", "2024/", "--tag", "beach", "--tag", "two dogs", "--any-tag", "sun", "--any-tag", "rain",
            "--after", "2024-07", "--before", "2024-07-31T18:30", "--keys", keys);

        run.ExitCode.Should().Be(0);
        _api.Memory.AskedWith!.Candidates.Should().Equal("umbrella.png", "cat.png");
        _api.Memory.AskedWith.Filter.Should().BeEquivalentTo(new RecallFilter
        {
            KeyPrefix = "2024/",
            AllTags = ["beach", "two dogs"],
            AnyTags = ["sun", "rain"],
            After = new DateTime(2024, 7, 1),
            Before = new DateTime(2024, 7, 31, 18, 30, 0),
        });
    }

    [Fact]
    public async Task Without_a_condition_there_is_no_filter()
    {
        await RunAsync();

        _api.Memory.AskedWith!.Filter.Should().BeNull();
        _api.Memory.AskedWith.Candidates.Should().BeNull();
    }

    [Theory]
    [InlineData("--after yesterday", "--after must be a date such as 2024, 2024-07, 2024-07-31 or 2024-07-31T18:30, got 'yesterday'")]
    [InlineData("--before 2023-02-29", "--before must be a date such as 2024, 2024-07, 2024-07-31 or 2024-07-31T18:30, got '2023-02-29'")]
    [InlineData("--after 2025 --before 2024-12-31", "--after must be earlier than --before, got 2025-01-01 and 2024-12-31")]
    [InlineData("--after 2025 --before 2025", "--after must be earlier than --before, got 2025-01-01 and 2025-01-01")]
    [InlineData("--tag ", "--tag must name a tag, got an empty text")]
    [InlineData("--tag", "--tag needs a value: --tag TAG")]
    [InlineData("--key-prefix ", "--key-prefix must be the beginning of keys, got an empty text")]
    [InlineData("--after 2024 --after 2025", "--after is given more than once: give it once")]
    public async Task A_condition_that_makes_no_sense_is_wrong_usage(string arguments, string sentence)
    {
        var run = await RunAsync(arguments.Split(' '));

        run.Should().Be(new CliRun(2, "", $"error: {sentence}{Environment.NewLine}"));
        _api.Memory.AskedWith.Should().BeNull();
    }

    [Fact]
    public async Task A_missing_file_of_keys_is_bad_data()
    {
        var run = await RunAsync("--keys", "no-such.txt");

        run.ExitCode.Should().Be(3);
        run.ErrorLines.Should().ContainSingle().Which.Should().Contain("no-such.txt").And.Contain("no such file");
    }

    [Fact]
    public async Task A_filter_that_nothing_passes_is_answered_with_what_each_condition_finds()
    {
        _api.Memory.Hits = [];
        _api.Memory.Filter = new FilterOutcome(0, [new("tag 'beech'", 0, "nearest tags: beach"), new("made before 2024-07-01", 1)]);
        const string sentence = "no image passes the filter: tag 'beech': no image (nearest tags: beach); made before 2024-07-01: 1 image";

        var table = await RunAsync("--tag", "beech");
        var json = await RunAsync("--tag", "beech", "--json");

        table.Should().Be(new CliRun(0, sentence + Environment.NewLine, ""));
        json.Should().Be(new CliRun(0, """{"query":"rain","hits":[]}""" + Environment.NewLine, $"note: {sentence}{Environment.NewLine}"));
    }

    [Fact]
    public async Task Conditions_that_exclude_each_other_are_told_apart_from_ones_that_nothing_meets()
    {
        _api.Memory.Hits = [];
        _api.Memory.Filter = new FilterOutcome(0, [new("tag 'a'", 1200), new("tag 'b'", 7)]);

        var run = await RunAsync("--tag", "a", "--tag", "b");

        run.Out.Should().Be($"no image passes the filter: tag 'a': 1,200 images; tag 'b': 7 images; none meets all of these{Environment.NewLine}");
    }

    [Theory]
    [InlineData(1, "note: only 1 image passes the filter")]
    [InlineData(9, "note: only 9 images pass the filter")]
    [InlineData(10, null)]
    public async Task Fewer_images_than_asked_for_are_told(int images, string? note)
    {
        _api.Memory.Filter = new FilterOutcome(images, [new("tag 'a'", images)]);

        var run = await RunAsync("--tag", "a");

        run.ErrorLines.Should().Equal(note is null ? [] : [note]);
        run.Out.Should().Contain("umbrella.png");
    }

    [Fact]
    public async Task An_evaluation_takes_the_same_conditions_and_tells_how_many_queries_it_left_out()
    {
        _api.Memory.Evaluation = Samples.Evaluation() with { Queries = 1 };
        var queries = _folder.Write("queries.jsonl", "{\"query\": \"rain\", \"image\": \"umbrella.png\"}\n{\"query\": \"cat\", \"image\": \"cat.png\"}");

        var run = await CliRun.OfAsync(_api, "evaluate", "--memory", _folder.Path, "--queries", queries, "--tag", "wet", "--before", "2024");

        run.ExitCode.Should().Be(0);
        _api.Memory.Evaluated!.Filter.Should().BeEquivalentTo(new RecallFilter { AllTags = ["wet"], Before = new DateTime(2024, 1, 1) });
        run.ErrorLines.Should().Equal("note: 1 query of 2 left out: their images do not pass the filter");
    }

    [Fact]
    public async Task Info_lists_the_most_used_tags_and_the_range_of_dates()
    {
        var bare = await CliRun.OfAsync(_api, "info", "--memory", _folder.Path);
        _api.Memory.Info = Samples.Info() with
        {
            Tags = [new TagUse("beach", 1500), .. Enumerable.Range(1, 9).Select(i => new TagUse($"t{i}", 1))],
            Dated = 1900,
            FirstDate = new DateTime(2019, 5, 4, 3, 2, 1),
            LastDate = new DateTime(2024, 12, 31),
        };

        var run = await CliRun.OfAsync(_api, "info", "--memory", _folder.Path);

        bare.Out.Should().MatchRegex("tags +none").And.MatchRegex("dates +none");
        run.Out.Should().MatchRegex(@"tags +10, most used: beach \(1,500\), t1 \(1\).*t7 \(1\)")
            .And.MatchRegex("dates +2019-05-04T03:02:01 to 2024-12-31, 1,900 images with a date").And.NotContain("t8");
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(_api, ["recall", "rain", "--memory", _folder.Path, .. arguments]);
}
