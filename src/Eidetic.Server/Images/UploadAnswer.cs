using Eidetic.Abstractions;

namespace Eidetic.Server.Images;

/// <summary>What an upload did.</summary>
/// <param name="Added">Keys that can be recalled from now on.</param>
/// <param name="AlreadyThere">Keys that the memory held already; their images stay as they are.</param>
/// <param name="Skipped">Files that were left out, and why.</param>
/// <param name="Images">Images that the memory holds now.</param>
internal sealed record UploadAnswer(IReadOnlyList<string> Added, IReadOnlyList<string> AlreadyThere, IReadOnlyList<SourceProblem> Skipped, int Images);

/// <summary>What a removal did.</summary>
/// <param name="Removed">Keys that are not recalled any more.</param>
/// <param name="Images">Images that the memory holds now.</param>
internal sealed record RemovalAnswer(IReadOnlyList<string> Removed, int Images);
