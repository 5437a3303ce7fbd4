namespace Eidetic.Abstractions;

/// <summary>What lies below one token of a path: the images whose identifiers go on from there.</summary>
/// <param name="Images">How many images may still be named there.</param>
/// <param name="Examples">Keys of a few of them, evenly spaced, the hit itself left out; empty where there is no other.</param>
/// <param name="Words">
/// Words of captions that set these images apart from the whole collection, most telling first; empty where none does, or where it is
/// one image.
/// </param>
public sealed record TraceBranch(int Images, IReadOnlyList<string> Examples, IReadOnlyList<string> Words);
