using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>How far captioning has come.</summary>
/// <param name="Done">Images that are captioned or passed over.</param>
/// <param name="Total">All images.</param>
/// <param name="Problem">What was left out just now, or null.</param>
public sealed record CaptioningProgress(int Done, int Total, SourceProblem? Problem = null);
