namespace Eidetic;

/// <summary>A file of a repository, as the hub lists it.</summary>
/// <param name="Name">Path in the repository.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Digest">What its content must hash to.</param>
internal sealed record HubFile(string Name, long Length, HubDigest Digest);
