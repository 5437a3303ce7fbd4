namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class MemorizingTests(LearnedMemory learned)
{
    [Fact]
    public void The_report_counts_what_was_learned_and_what_was_left_out()
    {
        var report = learned.Report;

        report.Should().BeEquivalentTo(new { Images = 24, Captions = 24, PseudoCaptioned = 12, Skipped = 1, Identifiers = "residual", learned.Options.Memory });
        report.Problems.Select(p => p.Item).Should().BeEquivalentTo("broken.jpg", LearnedMemory.Twin);
        report.Parameters.Should().BePositive();
        report.Elapsed.Should().BePositive();
    }

    [Fact]
    public void Every_image_is_named_from_its_own_picture()
    {
        // Of the two with the same bytes one can come first.
        learned.Report.MemorizeAccuracy.Should().BeGreaterThanOrEqualTo(23 / 24.0);
    }

    [Fact]
    public void The_curve_holds_falling_losses_of_all_stages_in_order()
    {
        var curve = learned.Report.Curve;

        curve.Select(p => p.Stage).Distinct().Should().Equal("SharedSpace", "Words", "Learning");
        curve.Select(p => p.Seconds).Should().BeInAscendingOrder();
        curve[^1].Loss.Should().BeLessThan(curve.First(p => p.Stage == "Learning").Loss);
    }

    [Fact]
    public void Progress_passes_every_phase_in_order()
    {
        var reports = learned.Progress;

        reports.Select(p => p.Phase).Should().BeInAscendingOrder();
        reports.Select(p => p.Phase).Distinct().Should().Equal(Enum.GetValues<MemorizePhase>());
        reports.Select(p => p.Elapsed).Should().BeInAscendingOrder();
        reports.Should().OnlyContain(p => p.Fraction >= 0 && p.Fraction <= 1);
    }

    [Fact]
    public void Progress_of_learning_tells_loss_speed_and_time_left()
    {
        var last = learned.Progress.Last(p => p.Phase == MemorizePhase.Learning);

        last.Loss.Should().BeGreaterThanOrEqualTo(0);
        last.ExamplesPerSecond.Should().BePositive();
        last.Remaining.Should().NotBeNull();
        last.MemorizeAccuracy.Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void The_folder_holds_one_generation_and_no_working_files()
    {
        var files = Directory.EnumerateFiles(learned.Options.Memory, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(learned.Options.Memory, f).Replace('\\', '/'));

        files.Should().BeEquivalentTo(
            "CURRENT", "generations/000001/memory.json", "generations/000001/catalog.db", "generations/000001/identifiers.trie",
            "generations/000001/model.safetensors", "generations/000001/vectors.safetensors", "generations/000001/features.safetensors",
            "generations/000001/codebooks.safetensors", "training/finished.json", "training/metrics.jsonl");
    }

    [Theory]
    [InlineData("string", false)]
    [InlineData("numeric", false)]
    [InlineData("semantic", false)]
    [InlineData("structured", false)]
    [InlineData("atomic", true)]
    [InlineData("residual", false)]
    public async Task Each_scheme_memorizes_and_answers(string scheme, bool isOneStep)
    {
        var options = learned.Small($"scheme-{scheme}") with { Identifiers = scheme };

        await LearnedMemory.MemorizeQuicklyAsync(options);

        await using var memory = await ImageMemory.OpenAsync(options.Memory);
        var hits = await memory.RecallAsync("a red disc");
        memory.Info.Scheme.Should().Be(scheme);
        hits.Select(h => h.Key).Should().HaveCount(6).And.OnlyHaveUniqueItems();
        hits.Sum(h => h.Probability).Should().BeApproximately(1, 1e-3);
        (memory.Info.MaxDepth == 1).Should().Be(isOneStep);
    }
}
