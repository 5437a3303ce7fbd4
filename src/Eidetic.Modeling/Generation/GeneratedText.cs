namespace Eidetic.Modeling;

/// <summary>What was written after a prompt.</summary>
/// <param name="Tokens">Its tokens, without the end token.</param>
/// <param name="Score">How likely it is, higher is better; comparable among texts after the same prompt only.</param>
internal sealed record GeneratedText(IReadOnlyList<int> Tokens, double Score);
