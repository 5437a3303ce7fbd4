using System.Text.Json;
using Eidetic.Evaluation;

namespace Eidetic.Tests.Cli;

/// <summary>What the command line makes of calibrated probabilities.</summary>
public sealed class NoMatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeApi _api = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_that_matches_is_said_in_a_sentence_with_the_closest_image()
    {
        _api.Memory.MatchProbability = 0.123;

        var run = await RecallAsync("a submarine", "--min-probability", "0.5");

        run.ExitCode.Should().Be(0);
        _api.Memory.AskedWith!.MinProbability.Should().Be(0.5);
        run.Out.Split(Environment.NewLine).Should().Equal(
            "no match: it is only 12.3 % likely that anything here is what was asked for", "closest, though unlikely: umbrella.png", "");
        run.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task A_match_is_told_with_its_probability_and_each_hits_confidence()
    {
        _api.Memory.MatchProbability = 0.8;
        _api.Memory.Hits = [Samples.Hit() with { Confidence = 0.375 }];

        var run = await RecallAsync("rain", "--min-probability", "0.5");

        run.Out.Should().StartWith("it is 80.0 % likely that something here is what was asked for" + Environment.NewLine);
        run.Out.Should().ContainAll("confidence", "37.5 %", "25.0 %").And.NotContain("no match");
    }

    [Fact]
    public async Task Of_a_memory_that_is_not_calibrated_nothing_is_said()
    {
        var run = await RecallAsync("rain");

        _api.Memory.AskedWith!.MinProbability.Should().BeNull();
        run.Out.Should().NotContainAny("likely", "confidence", "match");
    }

    [Fact]
    public async Task Json_says_match_and_no_match_and_keeps_what_it_had()
    {
        _api.Memory.MatchProbability = 0.25;
        _api.Memory.Hits = [Samples.Hit() with { Confidence = 0.5 }];

        var matched = await RecallAsync("rain", "--json");
        var unmatched = await RecallAsync("rain", "--json", "--min-probability", "0.3");

        const string hit = """{"rank":1,"image":"umbrella.png","path":null,"probability":0.25,"score":-1.5,"identifier":["a17","b3"],"trace":[],"words":[],"confidence":0.5}""";
        matched.Out.Should().Be($$"""{"query":"rain","hits":[{{hit}}],"match":0.25,"noMatch":false}""" + Environment.NewLine);
        unmatched.Out.Should().Be($$"""{"query":"rain","hits":[],"match":0.25,"noMatch":true,"closest":{{hit}}}""" + Environment.NewLine);
        JsonDocument.Parse(unmatched.Out).RootElement.GetProperty("noMatch").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Evaluate_prints_areas_errors_and_both_tables_where_it_is_asked_to()
    {
        _api.Memory.Evaluation = Samples.Evaluation() with { Calibration = Report() };
        var json = Path.Combine(_folder.Path, "report.json");

        var run = await EvaluateAsync("--calibration", "--json", json);

        run.ExitCode.Should().Be(0);
        _api.Memory.Evaluated!.Calibration.Should().BeTrue();
        var rows = run.Out.Split(Environment.NewLine).Where(line => line.StartsWith("│ ", StringComparison.Ordinal))
            .Select(line => string.Join('|', line.Split('│', StringSplitOptions.TrimEntries))).ToArray();
        rows.Should().Contain(
        [
            "|match: area under the curve, neighbourhood removed|0.859|",
            "|match: area under the curve, image removed|0.548 of at most 0.922|",
            "|match: expected calibration error (adaptive)|0.050 (0.060)|",
            "|first hit's confidence: expected calibration error (adaptive)|0.020 (0.030)|",
            "|first hit's probability, not calibrated|0.080 (0.070)|",
            "|0.5|75.0 %|20.0 %|11.0 %|48.0 %|",
            "|0.9|0.0 %|0.0 %|–|–|",
            "|20.0 %|25.5 %|17.0 %|",
        ]);
        run.Out.Should().Contain("1,000 queries, each asked as it is, with its image removed, and with its image's neighbourhood removed (the nearest 5.0 %");
        var written = EvaluationReport.FromJson(await File.ReadAllTextAsync(json, TestContext.Current.CancellationToken));
        written.Calibration.Should().BeEquivalentTo(Report());
    }

    [Fact]
    public async Task Evaluate_measures_no_trust_unless_asked()
    {
        var run = await EvaluateAsync();

        _api.Memory.Evaluated!.Calibration.Should().BeFalse();
        run.Out.Should().NotContain("calibration");
    }

    [Fact]
    public async Task The_demo_asks_for_what_no_emoji_shows()
    {
        _api.Memory.MatchProbability = 0.2;
        var showcase = new FakeShowcase();

        var run = await CliRun.OfAsync(_api, showcase, isInteractive: false, CancellationToken.None, "demo", "--output", _folder.Path);

        run.Out.Should().ContainAll("a man on a ladder cleans a window (--min-probability 0.5)", "no match: ", "closest, though unlikely: umbrella.png");
        showcase.Outcome!.Answers[^1].Hits.Should().BeEmpty();
        showcase.Outcome.Answers[^1].Remark.Should().StartWith("no match: ");
        showcase.Outcome.Answers[0].Hits.Should().NotBeEmpty();
    }

    private Task<CliRun> RecallAsync(params string[] arguments) => CliRun.OfAsync(_api, ["recall", .. arguments, "--memory", _folder.Path]);

    private Task<CliRun> EvaluateAsync(params string[] arguments) => CliRun.OfAsync(
        _api,
        ["evaluate", "--memory", _folder.Path, "--queries", _folder.Write("queries.jsonl", """{"query": "rain", "image": "umbrella.png"}"""), .. arguments]);

    private static CalibrationReport Report() => new()
    {
        Queries = 1000,
        NeighbourhoodShare = 0.05,
        NeighbourhoodAuc = 0.8589,
        ImageAuc = 0.5477,
        ImageAucBound = 0.9216,
        MatchError = new CalibrationError(EqualWidth: 0.05, Adaptive: 0.06),
        HitError = new CalibrationError(EqualWidth: 0.02, Adaptive: 0.03),
        UncalibratedHitError = new CalibrationError(EqualWidth: 0.08, Adaptive: 0.07),
        Coverage = [new PrecisionAtCoverage(Coverage: 0.2, Precision: 0.255, Threshold: 0.17)],
        Thresholds =
        [
            new AnswersAtThreshold(0.5, Answered: 0.75, FalselyAnswered: 0.2, PrecisionAt1: 0.11, PrecisionAt10: 0.48),
            new AnswersAtThreshold(0.9, Answered: 0, FalselyAnswered: 0, PrecisionAt1: null, PrecisionAt10: null),
        ],
    };
}
