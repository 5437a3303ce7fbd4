namespace Eidetic.Abstractions;

/// <summary>Something in a source that was skipped or mended, in one sentence a user can act on.</summary>
/// <param name="Item">The file, key or line it concerns (<c>captions.jsonl:12</c>, <c>cat.jpg</c>).</param>
/// <param name="Message">What was expected, what was found, what was done.</param>
public sealed record SourceProblem(string Item, string Message);
