using Eidetic.Cli.Api;

namespace Eidetic.Tests.Cli;

public sealed class DemoPageContentTests
{
    [Fact]
    public void The_page_shows_what_the_demo_did()
    {
        var outcome = Outcome([
            new TrainingPoint("retrieve", Step: 1, Seconds: 2, Loss: 3, MemorizeAccuracy: 0.5),
            new TrainingPoint("retrieve", Step: 2, Seconds: 4, Loss: 1),
        ]);

        var report = DemoPageContent.From(outcome);

        report.Title.Should().Be("1,912 images, remembered");
        report.Command.Should().Be("eidetic demo --output demo --seed 7");
        report.Provenance.Should().Contain("seed 7");
        report.Recall.Select(row => (row.RecallAt1, row.IsBaseline)).Should().Equal((0.45, false), (0.3, true));
        report.Curves.Select(curve => curve.Name).Should().Equal("Loss: retrieve", "What it remembers");
        report.Curves[0].Series[0].Points.Select(point => (point.Seconds, point.Value)).Should().Equal((2, 3), (4, 1));
        report.Curves[1].Series.Should().ContainSingle().Which.Points.Select(point => point.Value).Should().Equal(0.5);
    }

    [Fact]
    public void A_hit_has_its_picture_name_and_path()
    {
        var hit = DemoPageContent.From(Outcome([])).Queries.Should().ContainSingle().Which.Hits.Should().ContainSingle().Which;

        hit.Name.Should().Be("umbrella");
        hit.Picture.ToArray().Should().Equal(1, 2);
        hit.IsWanted.Should().BeTrue();
        hit.Steps[0].Probability.Should().BeApproximately(0.5, 1e-12);
        hit.Steps[0].RunnerUpProbability.Should().BeApproximately(0.125, 1e-12);
        hit.Steps[1].RunnerUp.Should().BeNull();
    }

    private static DemoOutcome Outcome(IReadOnlyList<TrainingPoint> curve) => new()
    {
        Memorizing = Samples.Report("m") with { Curve = curve },
        Info = Samples.Info(),
        Answers = [new DemoAnswer("rain", "umbrella.png", [Samples.ExplainedHit()])],
        Evaluation = Samples.Evaluation(),
        OpenImage = key => key == "umbrella.png" ? new MemoryStream([1, 2]) : null,
        Command = "eidetic demo --output demo --seed 7",
        Elapsed = TimeSpan.FromSeconds(100),
    };
}
