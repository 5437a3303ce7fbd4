namespace Eidetic.Cli;

/// <summary>The user stopped a run whose state is on disk.</summary>
/// <param name="advice">How to go on from there.</param>
/// <param name="innerException">What stopped the run.</param>
internal sealed class InterruptedException(string advice, OperationCanceledException innerException)
    : Exception($"interrupted: {advice}", innerException);
