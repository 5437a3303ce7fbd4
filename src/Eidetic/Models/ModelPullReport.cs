namespace Eidetic;

/// <summary>What fetching a model came to.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Files">Its files, relative to the folder.</param>
/// <param name="SizeInBytes">Bytes of them all.</param>
/// <param name="FetchedInBytes">Bytes that came over the network this time.</param>
public sealed record ModelPullReport(string Folder, IReadOnlyList<string> Files, long SizeInBytes, long FetchedInBytes);
