namespace Eidetic.Cli.Demo;

/// <summary>One step of a path: the token taken and the best one not taken.</summary>
/// <param name="Token">Name of the token taken.</param>
/// <param name="Probability">Its probability given the path so far, 0..1.</param>
/// <param name="RunnerUp">Name of the best token not taken, or null where there was no other way.</param>
/// <param name="RunnerUpProbability">Its probability, 0..1, or null.</param>
internal sealed record DemoStep(string Token, double Probability, string? RunnerUp = null, double? RunnerUpProbability = null)
{
    /// <summary>What the token taken leads to, or null where nobody looked.</summary>
    public DemoBranch? Branch { get; init; }

    /// <summary>What the best token not taken would have led to, or null.</summary>
    public DemoBranch? RunnerUpBranch { get; init; }
}
