namespace Eidetic.Training;

/// <summary>How a run that stopped to improve ends: the learning rate falls in a straight line to zero.</summary>
/// <param name="From">Step at which it began.</param>
/// <param name="Rate">Learning rate of that step.</param>
internal sealed record Cooling(int From, double Rate);
