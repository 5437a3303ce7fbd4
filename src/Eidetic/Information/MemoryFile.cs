namespace Eidetic;

/// <summary>One file of a memory's generation.</summary>
/// <param name="Name">Name within the generation's folder.</param>
/// <param name="SizeInBytes">Its size.</param>
/// <param name="Sha256">Its SHA-256 as written down when it was saved, in lower-case hexadecimal digits.</param>
public sealed record MemoryFile(string Name, long SizeInBytes, string Sha256);
