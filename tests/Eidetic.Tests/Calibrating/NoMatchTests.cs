using Eidetic.Abstractions;
using Eidetic.Evaluation;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Calibrating;

[Collection(TorchTests.Name)]
public sealed class NoMatchTests(CalibratedMemory calibrated, LearnedMemory learned) : IClassFixture<CalibratedMemory>
{
    private static readonly RecallQuery[] Queries = [.. new[] { "a smiling face", "a fruit", "the annual report of a bank" }.Select(RecallQuery.FromText)];

    [Fact]
    public void A_memory_with_captions_to_spare_is_calibrated_before_it_is_saved()
    {
        var phases = calibrated.Progress.Select(p => p.Phase).Distinct().ToArray();

        phases[^2..].Should().Equal(MemorizePhase.Calibrating, MemorizePhase.Saving);
        calibrated.Memory.Info.Files.Select(file => file.Name).Should().Contain("calibration.json");
    }

    [Fact]
    public async Task Answers_say_how_likely_a_match_is_and_how_likely_each_hit()
    {
        var results = await calibrated.Memory.RecallAsync(Queries, new RecallOptions { Top = 15 });

        results.Should().AllSatisfy(result =>
        {
            result.MatchProbability.Should().BeInRange(0, 1);
            result.NoMatch.Should().BeFalse();
            result.Closest.Should().BeNull();
            result.Hits.Should().HaveCount(15).And.OnlyContain(hit => hit.Confidence >= 0 && hit.Confidence <= 1);
            result.Hits.Sum(hit => hit.Confidence!.Value).Should().BeLessThanOrEqualTo(1 + 1e-9);
        });
    }

    [Fact]
    public async Task What_is_less_likely_than_asked_for_is_withheld_and_the_answer_is_no_match()
    {
        var plain = await calibrated.Memory.RecallAsync(Queries);
        var least = plain.Select(result => result.MatchProbability!.Value).Order().ElementAt(1);

        var results = await calibrated.Memory.RecallAsync(Queries, new RecallOptions { MinProbability = least });

        results.Select(result => result.NoMatch).Should().Equal(plain.Select(result => result.MatchProbability < least));
        results.Count(result => result.NoMatch).Should().Be(1, "one of three is less likely than the middle one");
        foreach (var (result, before) in results.Zip(plain))
        {
            result.MatchProbability.Should().Be(before.MatchProbability);
            result.Hits.Select(hit => hit.Key).Should().Equal(result.NoMatch ? [] : before.Hits.Select(hit => hit.Key));
            result.Closest?.Key.Should().Be(before.Hits[0].Key);
            (result.Closest is null).Should().Be(!result.NoMatch);
        }
    }

    [Fact]
    public async Task The_number_of_hits_asked_for_changes_no_probability()
    {
        var one = await calibrated.Memory.RecallAsync(Queries, new RecallOptions { Top = 1 });

        var ten = await calibrated.Memory.RecallAsync(Queries, new RecallOptions { Top = 10 });

        one.Select(result => result.MatchProbability).Should().Equal(ten.Select(result => result.MatchProbability));
        one.Should().OnlyContain(result => result.Hits.Count == 1);
        one.Select(result => result.Hits[0].Confidence).Should().Equal(ten.Select(result => result.Hits[0].Confidence));
    }

    [Fact]
    public async Task Words_nobody_knows_match_nothing()
    {
        var result = (await calibrated.Memory.RecallAsync([RecallQuery.FromText("红色的圆")], new RecallOptions { MinProbability = 0.1 }))[0];

        (result.MatchProbability, result.NoMatch).Should().Be((0, true));
    }

    [Fact]
    public async Task Pictures_and_narrow_beams_are_answered_without_a_judgement()
    {
        var picture = new RecallQuery { Image = Pictures.Draw("red-disc") };

        var seen = (await calibrated.Memory.RecallAsync([picture]))[0];
        var narrow = (await calibrated.Memory.RecallAsync([Queries[0]], new RecallOptions { Top = 3, Beams = 9 }))[0];

        seen.Hits.Should().HaveCount(10).And.OnlyContain(hit => hit.Confidence == null);
        narrow.Hits.Should().HaveCount(3).And.OnlyContain(hit => hit.Confidence == null);
        (seen.MatchProbability, narrow.MatchProbability).Should().Be((null, null));
    }

    [Fact]
    public async Task A_threshold_that_nobody_can_judge_by_is_refused_in_the_users_words()
    {
        var least = new RecallOptions { MinProbability = 0.5 };
        var outside = () => calibrated.Memory.RecallAsync("a face", least with { MinProbability = 1.5 });
        var narrow = () => calibrated.Memory.RecallAsync("a face", least with { Top = 5, Beams = 9 });
        var picture = () => calibrated.Memory.RecallAsync([Queries[0] with { Image = Pictures.Draw("red-disc") }], least);
        var uncalibrated = () => learned.Memory.RecallAsync("a red disc", least);

        await outside.Should().ThrowAsync<ArgumentException>().WithMessage("--min-probability must be between 0 and 1, got 1.5*");
        await narrow.Should().ThrowAsync<ArgumentException>().WithMessage("--beams must be at least 10 with --min-probability, got 9*");
        await picture.Should().ThrowAsync<ArgumentException>().WithMessage("--min-probability judges descriptions in words*");
        await uncalibrated.Should().ThrowAsync<MemoryException>().WithMessage("*cannot say how likely a match is*50 captions*");
    }

    [Fact]
    public async Task A_memory_of_few_captions_makes_no_promise()
    {
        var result = (await learned.Memory.RecallAsync([RecallQuery.FromText("a red disc")]))[0];

        (result.MatchProbability, result.NoMatch).Should().Be((null, false));
        result.Hits.Should().OnlyContain(hit => hit.Confidence == null);
        learned.Memory.Info.Files.Select(file => file.Name).Should().NotContain("calibration.json");
    }

    [Fact]
    public async Task Trust_is_measured_by_taking_images_away()
    {
        var held = await calibrated.Memory.RecallAsync("a thing", new RecallOptions { Top = 60, Beams = 60 });
        EvaluationQuery[] queries = [.. held.Select(hit => new EvaluationQuery(Path.GetFileNameWithoutExtension(hit.Key).Replace('-', ' '), hit.Key))];

        var report = (await calibrated.Memory.EvaluateAsync(new EvaluateOptions { Queries = queries, Calibration = true })).Calibration!;

        report.Queries.Should().Be(queries.Length);
        report.NeighbourhoodAuc.Should().BeInRange(0.5, 1);
        report.ImageAuc.Should().BeInRange(0, report.ImageAucBound);
        report.ImageAucBound.Should().BeInRange(0.5, 1);
        report.Coverage.Should().HaveCount(7).And.Contain(row => row.Coverage == 1);
        report.Thresholds.Select(row => row.Answered).Should().BeInDescendingOrder();
        report.Thresholds.Select(row => row.FalselyAnswered).Should().BeInDescendingOrder();
    }

    [Fact]
    public async Task Trust_in_a_memory_that_is_not_calibrated_cannot_be_measured()
    {
        var options = new EvaluateOptions { Queries = [new EvaluationQuery("a red disc", "red-disc.png")], Calibration = true };

        var act = () => learned.Memory.EvaluateAsync(options);

        await act.Should().ThrowAsync<MemoryException>().WithMessage("Expected a calibrated memory*without --calibration*");
        (await learned.Memory.EvaluateAsync(options with { Calibration = false })).Calibration.Should().BeNull();
    }
}
