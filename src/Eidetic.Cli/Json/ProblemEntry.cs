namespace Eidetic.Cli.Json;

/// <summary>Something that was skipped or mended.</summary>
/// <param name="Item">The file or key.</param>
/// <param name="Message">What happened.</param>
internal sealed record ProblemEntry(string Item, string Message);
