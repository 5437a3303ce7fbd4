namespace Eidetic.Modeling;

/// <summary>A tokenizer with what its file adds around a text.</summary>
/// <param name="Tokenizer">Cuts texts.</param>
/// <param name="Before">Tokens before a text; null where the file does not tell.</param>
/// <param name="After">Tokens after it; null where the file does not tell.</param>
internal sealed record FramedTokenizer(PublishedTokenizer Tokenizer, IReadOnlyList<int>? Before, IReadOnlyList<int>? After);
