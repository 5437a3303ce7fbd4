namespace Eidetic;

/// <summary>One point of a training curve.</summary>
/// <param name="Stage">What was being learned (<c>shared-space</c>, <c>memorize</c>, <c>retrieve</c>…).</param>
/// <param name="Step">Optimizer steps done in the stage.</param>
/// <param name="Seconds">Time since the run began.</param>
/// <param name="Loss">Mean training loss since the previous point, natural-log units.</param>
/// <param name="MemorizeAccuracy">Share of images whose identifier is generated from their picture, 0..1, or null.</param>
/// <param name="HeldOutRecallAt10">Recall@10 on the held-out captions, 0..1, or null where not measured.</param>
public sealed record TrainingPoint(
    string Stage, int Step, double Seconds, double Loss, double? MemorizeAccuracy = null, double? HeldOutRecallAt10 = null);
