namespace Eidetic.Abstractions;

/// <summary>What a filter left of a memory.</summary>
/// <param name="Images">Images that meet all conditions: what may be named.</param>
/// <param name="Conditions">Each condition by itself; why nothing is left, when nothing is.</param>
public sealed record FilterOutcome(int Images, IReadOnlyList<FilterCondition> Conditions);
