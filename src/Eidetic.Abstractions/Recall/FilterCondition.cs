namespace Eidetic.Abstractions;

/// <summary>One condition of a filter, by itself.</summary>
/// <param name="Text">The condition in words: <c>tag 'beach'</c>.</param>
/// <param name="Images">How many images of the memory meet it.</param>
/// <param name="Hint">Why none does and what to ask instead, where that is known: <c>nearest tags: beach, beech</c>. Null otherwise.</param>
public sealed record FilterCondition(string Text, int Images, string? Hint = null);
