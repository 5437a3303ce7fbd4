namespace Eidetic.Extensions.AI;

/// <summary>What the tool answers.</summary>
/// <param name="Found">Whether the memory holds something that matches; where it cannot tell, whether there are images.</param>
/// <param name="Images">Best first; where nothing matches, the closest image alone.</param>
public sealed record RecalledImages(bool Found, IReadOnlyList<RecalledImage> Images);
