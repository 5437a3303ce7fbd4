using Eidetic.Abstractions;
using Eidetic.Evaluation;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class EvaluatingTests(LearnedMemory learned)
{
    private static readonly EvaluationQuery[] Queries =
    [
        new("a red disc on white paper", "red-disc.png"), new("drawing of a blue disc", "blue-disc.png"),
        new("drawing of a green stripes", "green-stripes.png"), new("a purple disc on white paper", "purple-disc.png"),
    ];

    [Fact]
    public async Task Queries_learned_from_are_found_among_the_first_ten()
    {
        var report = await learned.Memory.EvaluateAsync(new EvaluateOptions { Queries = Queries });

        report.Should().BeEquivalentTo(new { Queries = 4, Candidates = 24, RecallAt10 = 1.0, Baseline = (BaselineReport?)null, Unanswered = 0 });
        report.Mrr.Should().BeGreaterThan(0.5);
        report.LatencyMs.P50.Should().BePositive();
    }

    [Fact]
    public async Task The_baseline_is_measured_on_the_same_queries_and_candidates()
    {
        var options = new EvaluateOptions
        {
            Queries = Queries,
            Baseline = true,
            Candidates = ["red-disc.png", "blue-disc.png", "green-stripes.png", "purple-disc.png", "black-stripes.png"],
        };
        var shares = new List<double>();

        var report = await learned.Memory.EvaluateAsync(options, new Shares(shares));

        report.Candidates.Should().Be(5);
        report.RecallAt5.Should().Be(1);
        report.Baseline!.RecallAt5.Should().Be(1);
        report.Baseline.LatencyMs.P50.Should().BePositive();
        shares.Should().BeInAscendingOrder().And.EndWith(1);
    }

    [Fact]
    public async Task The_answers_do_not_depend_on_the_batch()
    {
        var together = await learned.Memory.EvaluateAsync(new EvaluateOptions { Queries = Queries });

        var alone = await learned.Memory.EvaluateAsync(new EvaluateOptions { Queries = Queries, BatchSize = 1 });

        alone.Should().BeEquivalentTo(together, o => o.Excluding(r => r.LatencyMs));
    }

    [Fact]
    public async Task Unknown_images_are_named_in_the_refusal()
    {
        var query = () => learned.Memory.EvaluateAsync(new EvaluateOptions { Queries = [new("a disc", "no-such.png")] });
        var candidate = () => learned.Memory.EvaluateAsync(new EvaluateOptions { Queries = Queries, Candidates = ["nor-this.png"] });

        await query.Should().ThrowAsync<SourceException>().WithMessage("*'no-such.png'*");
        await candidate.Should().ThrowAsync<SourceException>().WithMessage("*'nor-this.png'*");
    }

    [Fact]
    public async Task Options_out_of_range_are_refused()
    {
        var none = () => learned.Memory.EvaluateAsync(new EvaluateOptions { Queries = [] });
        var narrow = () => learned.Memory.EvaluateAsync(new EvaluateOptions { Queries = Queries, Beams = 9 });
        var batch = () => learned.Memory.EvaluateAsync(new EvaluateOptions { Queries = Queries, BatchSize = 0 });

        await none.Should().ThrowAsync<ArgumentException>().WithMessage("*at least one query*");
        await narrow.Should().ThrowAsync<ArgumentException>().WithMessage("--beams must be at least 10*got 9*");
        await batch.Should().ThrowAsync<ArgumentException>().WithMessage("*batch of at least 1 query, got 0*");
    }

    private sealed class Shares(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
