using Eidetic.Abstractions;
using Eidetic.Evaluation;

namespace Eidetic.Tests.Cli;

public sealed class EvaluateTests : IDisposable
{
    private const string Queries = """{"query": "rain", "image": "umbrella.png"}""";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeApi _api = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Queries_candidates_and_baseline_reach_the_library()
    {
        var candidates = _folder.Write("keys.txt", "umbrella.png\n\ncat.png\n");

        var run = await RunAsync("--candidates", candidates, "--baseline");

        run.ExitCode.Should().Be(0);
        _api.Memory.Evaluated!.Queries.Should().Equal(new EvaluationQuery("rain", "umbrella.png"));
        _api.Memory.Evaluated.Candidates.Should().Equal("umbrella.png", "cat.png");
        _api.Memory.Evaluated.Baseline.Should().BeTrue();
    }

    [Fact]
    public async Task How_is_searched_and_ordered_reaches_the_library()
    {
        var run = await RunAsync("--beams", "30", "--rerank", "likelihood", "--prefix-weight", "0.2");

        run.ExitCode.Should().Be(0);
        _api.Memory.Evaluated!.Beams.Should().Be(30);
        _api.Memory.Evaluated.Rerank.Should().Be(RerankEvidence.Likelihood);
        _api.Memory.Evaluated.Shaping.Should().Be(new ScoreShaping { PrefixWeight = 0.2 });
    }

    [Fact]
    public async Task Without_options_every_image_is_a_candidate_and_there_is_no_baseline()
    {
        _api.Memory.Evaluation = Samples.Evaluation() with { Baseline = null };

        var run = await RunAsync();

        _api.Memory.Evaluated!.Candidates.Should().BeNull();
        _api.Memory.Evaluated.Baseline.Should().BeFalse();
        run.Out.Should().Contain("generative").And.NotContain("dual encoder").And.NotContain("ratio");
    }

    [Fact]
    public async Task The_table_sets_the_memory_beside_the_dual_encoder()
    {
        var run = await RunAsync("--baseline");

        var rows = run.Out.Split(Environment.NewLine).Where(line => line.StartsWith("│ ", StringComparison.Ordinal))
            .Select(line => string.Join('|', line.Split('│', StringSplitOptions.TrimEntries))).ToArray();
        rows.Should().Equal(
            "||recall@1|recall@5|recall@10|MRR|p50 ms|p95 ms|",
            "|generative|45.0 %|70.0 %|80.0 %|0.563|12.3|20.0|",
            "|dual encoder|30.0 %|70.0 %|0.0 %|0.500|0.123|2.0|",
            "|ratio|1.50×|1.00×|–|1.13×|100.00×|10.00×|");
        run.Out.Should().StartWith("1,000 queries, 1,912 candidates");
    }

    [Fact]
    public async Task The_report_replaces_an_older_one_and_leaves_nothing_else()
    {
        var report = _folder.Write("report.json", "old");

        var run = await RunAsync("--json", report);

        run.ExitCode.Should().Be(0);
        (await File.ReadAllTextAsync(report)).Should().Be(Samples.Evaluation().ToJson() + "\n");
        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Should().BeEquivalentTo("report.json", "queries.jsonl");
    }

    [Fact]
    public async Task A_report_goes_into_a_folder_that_is_made_for_it()
    {
        var report = Path.Combine(_folder.Path, "reports", "today.json");

        await RunAsync("--json", report);

        File.Exists(report).Should().BeTrue();
    }

    [Fact]
    public async Task A_folder_as_report_is_wrong_usage()
    {
        var run = await RunAsync("--json", _folder.Path);

        run.Should().Be(new CliRun(2, "", $"error: --json must name a file to write, but '{_folder.Path}' is a folder{Environment.NewLine}"));
        _api.Memory.Evaluated.Should().BeNull();
    }

    [Fact]
    public async Task A_query_without_its_image_is_bad_data()
    {
        var file = _folder.Write("queries.jsonl", """{"query": "rain"}""");

        var run = await CliRun.OfAsync(_api, "evaluate", "--memory", _folder.Path, "--queries", file);

        run.ExitCode.Should().Be(3);
        run.ErrorLines.Should().ContainSingle().Which.Should().Contain(file).And.Contain("line 1");
    }

    private Task<CliRun> RunAsync(params string[] arguments) => CliRun.OfAsync(
        _api, ["evaluate", "--memory", _folder.Path, "--queries", _folder.Write("queries.jsonl", Queries), .. arguments]);
}
