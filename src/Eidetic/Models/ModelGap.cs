namespace Eidetic;

/// <summary>Something a model's folder lacks.</summary>
/// <param name="What">The file, and what is wrong with it.</param>
/// <param name="Remedy">How to get it.</param>
public sealed record ModelGap(string What, string Remedy);
