using Eidetic.Extensions.AI;

namespace ChatSample;

/// <summary>What the model said, and the images it looked up for it.</summary>
/// <param name="Text">In its own words.</param>
/// <param name="Images">Best first; none where nothing was asked or found.</param>
internal sealed record ImageAnswer(string Text, IReadOnlyList<RecalledImage> Images);
