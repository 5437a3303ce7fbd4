namespace Eidetic.Retrieval;

/// <summary>One step of a path through the trie.</summary>
/// <param name="Token">The token taken.</param>
/// <param name="LogProbability">Its natural-log probability, given the path so far, among all tokens that the trie knows here.</param>
/// <param name="RunnerUp">The likeliest other token the trie, and the mask, allowed here; null where they allowed no other.</param>
/// <param name="RunnerUpLogProbability">Its natural-log probability, or null.</param>
public readonly record struct PathStep(int Token, double LogProbability, int? RunnerUp, double? RunnerUpLogProbability);
