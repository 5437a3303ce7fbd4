namespace Eidetic.Server.Keys;

/// <summary>A key as it is kept: its hash alone, from which nobody makes the key.</summary>
/// <param name="Name">Who has it.</param>
/// <param name="Scope">What it opens.</param>
/// <param name="Sha256">SHA-256 of the key, in lower-case hexadecimal digits.</param>
/// <param name="Created">When it was made.</param>
internal sealed record ApiKeyEntry(string Name, ApiKeyScope Scope, string Sha256, DateTimeOffset Created);
