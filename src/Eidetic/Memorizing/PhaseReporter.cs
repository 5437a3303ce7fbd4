using System.Diagnostics;
using Eidetic.Training;

namespace Eidetic;

/// <summary>Tells a run's progress, and keeps its curve.</summary>
internal sealed class PhaseReporter(IProgress<MemorizeProgress>? progress)
{
    private const int CurveEvery = 10;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<TrainingPoint> _curve = [];

    public TimeSpan Elapsed => _clock.Elapsed;

    public IReadOnlyList<TrainingPoint> Curve => _curve;

    /// <summary>Tells how far a phase is.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="fraction">0..1.</param>
    /// <param name="detail">What a person may want to know of it.</param>
    public void Tell(MemorizePhase phase, double fraction, string? detail = null) =>
        progress?.Report(new MemorizeProgress { Phase = phase, Fraction = fraction, Detail = detail, Elapsed = Elapsed });

    /// <summary>Tells a training step and remembers it for the curve.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="step">The step.</param>
    /// <param name="log">Where steps are written as JSON lines, or null.</param>
    public void Tell(MemorizePhase phase, TrainingStep step, MetricsLog? log)
    {
        var isLook = step.HeldOutRecallAt10 is not null || step.MemorizeAccuracy is not null;
        if (isLook || step.Step % CurveEvery == 0)
        {
            var point = new TrainingPoint(
                phase.ToString(), step.Step, Elapsed.TotalSeconds, step.Loss, step.MemorizeAccuracy, step.HeldOutRecallAt10);
            _curve.Add(point);
            log?.Write(point);
        }

        progress?.Report(new MemorizeProgress
        {
            Phase = phase,
            Fraction = step.Step / (double)step.TotalSteps,
            Loss = step.Loss,
            MemorizeAccuracy = step.MemorizeAccuracy,
            HeldOutRecall = step.HeldOutRecallAt10,
            ExamplesPerSecond = step.ExamplesPerSecond,
            Remaining = step.Remaining,
            Elapsed = Elapsed,
        });
    }
}
