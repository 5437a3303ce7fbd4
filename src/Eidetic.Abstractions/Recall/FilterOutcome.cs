namespace Eidetic.Abstractions;

/// <summary>What a filter left of a memory.</summary>
/// <param name="Images">Images that meet all conditions: what may be named.</param>
/// <param name="Conditions">Where nothing is left, why: each condition by itself. Empty elsewhere.</param>
public sealed record FilterOutcome(int Images, IReadOnlyList<FilterCondition> Conditions);
