using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Tests.Cli;

public sealed class RecallTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeApi _api = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 10, null)]
    [InlineData("--top 3", 3, null)]
    [InlineData("--top 50", 50, null)]
    [InlineData("--beams 5", 5, 5)]
    [InlineData("--beams 40", 10, 40)]
    [InlineData("--top 7 --beams 9", 7, 9)]
    public async Task The_answer_is_no_longer_than_the_beam_and_a_width_not_given_is_the_memorys(string arguments, int top, int? beams)
    {
        var run = await RunAsync(["cat", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        run.ExitCode.Should().Be(0);
        _api.Memory.AskedWith!.Top.Should().Be(top);
        _api.Memory.AskedWith.Beams.Should().Be(beams);
        _api.Memory.AskedWith.Explain.Should().BeFalse();
        _api.Memory.Asked.Should().ContainSingle().Which.Text.Should().Be("cat");
        _api.Memory.IsDisposed.Should().BeTrue();
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("--rerank none", RerankEvidence.None)]
    [InlineData("--rerank similarity", RerankEvidence.Similarity)]
    [InlineData("--rerank likelihood", RerankEvidence.Likelihood)]
    [InlineData("--rerank both", RerankEvidence.Both)]
    public async Task What_found_images_are_ordered_by_is_handed_on(string arguments, RerankEvidence? evidence)
    {
        var run = await RunAsync(["cat", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        run.ExitCode.Should().Be(0);
        _api.Memory.AskedWith!.Rerank.Should().Be(evidence);
    }

    [Fact]
    public async Task What_the_search_adds_is_handed_on()
    {
        var run = await RunAsync("cat", "--prior-weight", "0.1", "--prefix-weight", "0.2", "--wildcard-entropy", "0.9");

        run.ExitCode.Should().Be(0);
        _api.Memory.AskedWith!.Shaping.Should().Be(new ScoreShaping { PriorWeight = 0.1, PrefixWeight = 0.2, WildcardEntropy = 0.9 });
    }

    [Theory]
    [InlineData("--prior-weight", "-1", "from 0 to 10")]
    [InlineData("--prefix-weight", "eleven", "from 0 to 10")]
    [InlineData("--wildcard-entropy", "0", "above 0, at most 1")]
    public async Task What_the_search_cannot_add_is_wrong_usage(string option, string value, string range)
    {
        var run = await RunAsync("cat", option, value);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain($"{option} must be a number {range}, got '{value}'");
    }

    [Fact]
    public async Task Another_order_is_wrong_usage()
    {
        var run = await RunAsync("cat", "--rerank", "best");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("--rerank must be one of none, similarity, likelihood, both, got 'best'");
    }

    [Fact]
    public async Task The_table_shows_rank_image_and_probability()
    {
        var run = await RunAsync("rain");

        run.Out.Should().ContainAll("rank", "image", "probability", "umbrella.png", "25.0 %");
        run.Out.Should().NotContain("path");
        run.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task The_table_shows_paths_where_images_are_files()
    {
        _api.Memory.Hits = [Samples.Hit() with { Path = "/photos/umbrella.png", Probability = 0.00001 }];

        var run = await RunAsync("rain");

        run.Out.Should().ContainAll("path", "/photos/umbrella.png", "<0.01 %");
    }

    [Fact]
    public async Task Json_has_the_documented_shape_and_leaves_letters_readable()
    {
        _api.Memory.Hits = [Samples.ExplainedHit()];

        var run = await RunAsync("дождь \"снег\"", "--json", "--explain");

        run.Out.Should().Be(
            """{"query":"дождь \"снег\"","hits":[{"rank":1,"image":"umbrella.png","path":null,"probability":0.25,"score":-1.5,"identifier":["a17","b3"],"trace":["""
            + """{"token":"a17","logProbability":-0.6931471805599453,"runnerUp":"a[2]","runnerUpLogProbability":-2.0794415416798357,"branch":null,"runnerUpBranch":null},"""
            + """{"token":"b3","logProbability":0,"runnerUp":null,"runnerUpLogProbability":null,"branch":null,"runnerUpBranch":null}],"words":[]}]}""" + Environment.NewLine);
    }

    [Theory]
    [InlineData("☂ 😀", "\"query\":\"☂ 😀\"")]
    [InlineData(@"\uD83D\uDE00", @"""query"":""\\uD83D\\uDE00""")]
    [InlineData("\\😀", "\"query\":\"\\\\😀\"")]
    public async Task Json_shows_emoji_as_themselves_and_leaves_backslashes_alone(string query, string json)
    {
        var run = await RunAsync(query, "--json");

        run.Out.Should().Contain(json);
        JsonDocument.Parse(run.Out).RootElement.GetProperty("query").GetString().Should().Be(query);
    }

    [Fact]
    public async Task Json_is_one_object_a_line_for_several_queries_however_long()
    {
        var file = _folder.Write("queries.txt", $"cat\n\n  a dog {new string('x', 500)}\r\n");

        var run = await RunAsync("--queries", file, "--json");

        var lines = run.Out.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("query").GetString())
            .Should().Equal("cat", $"a dog {new string('x', 500)}");
    }

    [Fact]
    public async Task A_file_of_json_lines_is_asked_in_one_batch()
    {
        var file = _folder.Write("queries.jsonl", """
            {"query": "a cat", "image": "cat.png"}
            {"query": "a dog"}
            """);

        var run = await RunAsync("--queries", file);

        run.ExitCode.Should().Be(0);
        _api.Memory.Asked.Select(query => query.Text).Should().Equal("a cat", "a dog");
        run.Out.Should().ContainAll("a cat", "a dog");
    }

    [Theory]
    [InlineData("{\"query\": \"a\"}\nnot json", ":2: expected {\"query\": \"…\"}, but this is not JSON")]
    [InlineData("\n{\"image\": \"a\"}", ":2: expected {\"query\": \"…\"}, but \"query\" is missing or empty")]
    public async Task A_wrong_line_is_named_by_file_and_number(string text, string sentence)
    {
        var file = _folder.Write("queries.jsonl", text);

        var run = await RunAsync("--queries", file);

        run.Should().Be(new CliRun(3, "", $"error: {file}{sentence}{Environment.NewLine}"));
    }

    [Fact]
    public async Task A_missing_or_empty_file_of_queries_is_bad_data()
    {
        var empty = _folder.Write("empty.txt", "\n \n");

        var missingRun = await RunAsync("--queries", "no-such.txt");
        var emptyRun = await RunAsync("--queries", empty);
        var folderRun = await RunAsync("--queries", _folder.Path);

        missingRun.Should().Be(new CliRun(3, "", $"error: --queries: there is no file 'no-such.txt'{Environment.NewLine}"));
        emptyRun.Should().Be(new CliRun(3, "", $"error: --queries: '{empty}' is empty: expected one entry a line{Environment.NewLine}"));
        folderRun.Should().Be(new CliRun(3, "", $"error: --queries: '{_folder.Path}' cannot be read: it is a folder{Environment.NewLine}"));
    }

    [Fact]
    public async Task A_picture_can_be_asked_with_alone_or_beside_words()
    {
        var picture = _folder.Write("cat.png", "pixels");

        var alone = await RunAsync("--image", picture, "--json");
        var withoutWords = _api.Memory.Asked;
        await RunAsync("at night", "--image", picture);

        _api.PictureRead.Should().Be(picture);
        withoutWords.Should().ContainSingle().Which.Should().Match<Abstractions.RecallQuery>(query => query.Text == null && query.Image != null);
        _api.Memory.Asked.Should().ContainSingle().Which.Should().Match<Abstractions.RecallQuery>(query => query.Text == "at night" && query.Image != null);
        JsonDocument.Parse(alone.Out).RootElement.GetProperty("query").GetString().Should().Be(picture);
    }

    [Fact]
    public async Task A_missing_picture_is_bad_data()
    {
        var run = await RunAsync("--image", "no-such.png");

        run.Should().Be(new CliRun(3, "", $"error: --image: there is no file 'no-such.png'{Environment.NewLine}"));
    }

    [Fact]
    public async Task A_query_of_ten_thousand_words_is_answered_and_told_to_be_cut()
    {
        var query = string.Join(' ', Enumerable.Repeat("word", 10_000));

        var run = await RunAsync(query);

        run.ExitCode.Should().Be(0);
        run.Out.Should().Contain("umbrella.png");
        run.ErrorLines.Should().ContainSingle().Which.Should()
            .StartWith("note: 'word word ").And.EndWith("…' has 10,000 words; only the first 128 tokens or so were read");
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(1.0, true)]
    [InlineData(0.4, false)]
    [InlineData(null, false)]
    public async Task A_query_in_words_the_encoder_does_not_know_is_told(double? unknownShare, bool isTold)
    {
        _api.Memory.UnknownShare = unknownShare;

        var run = await RunAsync("雨傘", "--json");

        run.ExitCode.Should().Be(0);
        run.ErrorLines.Should().HaveCount(isTold ? 1 : 0);
        run.Error.Contains("note: '雨傘' is", StringComparison.Ordinal).Should().Be(isTold);
    }

    [Fact]
    public async Task A_query_that_begins_with_an_at_sign_is_a_query()
    {
        await RunAsync("@home");

        _api.Memory.Asked.Should().ContainSingle().Which.Text.Should().Be("@home");
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(_api, ["recall", .. arguments, "--memory", _folder.Path]);
}
