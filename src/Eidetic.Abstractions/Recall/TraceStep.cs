namespace Eidetic.Abstractions;

/// <summary>One step of a hit's path: the token taken and the best one not taken.</summary>
/// <param name="Token">Name of the token taken.</param>
/// <param name="LogProbability">Its natural-log probability, given the path so far.</param>
/// <param name="RunnerUp">Name of the likeliest other token the trie allowed here, or null where it allowed no other.</param>
/// <param name="RunnerUpLogProbability">Its natural-log probability, or null.</param>
public sealed record TraceStep(string Token, double LogProbability, string? RunnerUp, double? RunnerUpLogProbability)
{
    /// <summary>What the token taken leads to, or null where nobody looked: <see cref="RecallOptions.Explain"/> looks.</summary>
    public TraceBranch? Branch { get; init; }

    /// <summary>What the runner-up would have led to; null where there is none or nobody looked.</summary>
    public TraceBranch? RunnerUpBranch { get; init; }
}
