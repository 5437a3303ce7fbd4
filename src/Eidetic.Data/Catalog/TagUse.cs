namespace Eidetic.Data;

/// <summary>A tag of a collection.</summary>
/// <param name="Name">The tag, spelled as it was first given.</param>
/// <param name="Images">How many images have it.</param>
public sealed record TagUse(string Name, int Images);
