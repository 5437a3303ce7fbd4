namespace Eidetic.Training;

/// <summary>What is known after an optimizer step.</summary>
/// <param name="Step">1-based.</param>
/// <param name="TotalSteps">How many the run has.</param>
/// <param name="Loss">Of this step.</param>
/// <param name="ExamplesPerSecond">Since the run started or resumed.</param>
/// <param name="HeldOutRecallAt10">0..1 where it was just measured, else null.</param>
/// <param name="MemorizeAccuracy">0..1 where it was just measured, else null.</param>
/// <param name="Remaining">Time the rest will take at this speed, or null while unknown.</param>
internal sealed record TrainingStep(
    int Step, int TotalSteps, double Loss, double ExamplesPerSecond, double? HeldOutRecallAt10 = null, double? MemorizeAccuracy = null,
    TimeSpan? Remaining = null);
