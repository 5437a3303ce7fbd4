using Eidetic.Cli.Rendering;

namespace Eidetic.Tests.Cli;

public sealed class ProgressTests
{
    private static readonly MemorizeProgress Learning = new()
    {
        Phase = MemorizePhase.Learning,
        Fraction = 0.42,
        Detail = "epoch 3 [of 7]",
        Loss = 0.12345,
        MemorizeAccuracy = 0.975,
        HeldOutRecall = 0.61,
        ExamplesPerSecond = 1234.4,
        Remaining = TimeSpan.FromSeconds(70),
        Elapsed = TimeSpan.FromSeconds(3605),
    };

    [Fact]
    public void Plain_progress_is_a_line_a_phase_and_one_every_ten_seconds()
    {
        using var writer = new StringWriter();
        var time = new ManualTime();
        var progress = new PlainProgress(CliRun.Open(writer, isInteractive: false), time);

        progress.Report(new MemorizeProgress { Phase = MemorizePhase.Reading, Fraction = 0, Elapsed = TimeSpan.Zero });
        progress.Report(new MemorizeProgress { Phase = MemorizePhase.Reading, Fraction = 0.5, Elapsed = TimeSpan.FromSeconds(1) });
        time.Advance(1);
        progress.Report(Learning);
        time.Advance(9.9);
        progress.Report(Learning with { Fraction = 0.5 });
        time.Advance(0.2);
        progress.Report(Learning with { Fraction = 0.6 });

        const string figures = "loss 0.1235  memorized 97.5 %  held-out recall@10 61.0 %  1,234 examples/s  00:01:10 left";
        writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Should().Equal(
            "00:00:00  reading the collection",
            $"01:00:05  learning the identifiers 42.0 %  epoch 3 [of 7]  {figures}",
            $"01:00:05  learning the identifiers 60.0 %  epoch 3 [of 7]  {figures}");
    }

    [Fact]
    public void Live_progress_shows_what_is_done_what_runs_and_what_is_ahead()
    {
        using var writer = new StringWriter();
        var progress = new LiveProgress();

        progress.Report(new MemorizeProgress { Phase = MemorizePhase.Identifiers, Fraction = 1, Elapsed = TimeSpan.FromSeconds(3600) });
        progress.Report(Learning);
        CliRun.Open(writer, isInteractive: false).Write(progress.Render(isDone: false));

        var lines = writer.ToString().Split(Environment.NewLine);
        lines[0].Should().MatchRegex("^✓ naming the images +00:00:05");
        lines[1].Should().MatchRegex("^› learning the identifiers +━{30} +42.0 %  epoch 3 \\[of 7\\]");
        lines[2].Should().Contain("loss 0.1235 · memorized 97.5 % · held-out recall@10 61.0 % · 1,234 examples/s · 00:01:10 left");
        lines[3].Should().StartWith("· measuring");
        lines[4].Should().StartWith("· calibrating");
        lines[5].Should().StartWith("· saving");
    }
}
