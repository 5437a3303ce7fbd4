namespace Eidetic.Cli.Demo;

/// <summary>What lies below one token of a path.</summary>
/// <param name="Images">How many images.</param>
/// <param name="Words">Words that set them apart; possibly none.</param>
/// <param name="Examples">A few of them; none where the hit is the only one.</param>
internal sealed record DemoBranch(int Images, IReadOnlyList<string> Words, IReadOnlyList<DemoExample> Examples);
