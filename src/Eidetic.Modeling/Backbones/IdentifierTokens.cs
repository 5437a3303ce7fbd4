using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Which of a language model's tokens the tokens of identifiers are: those that are written as text are the model's own, the others are
/// new ones, numbered after the model's.
/// </summary>
/// <param name="Known">For each identifier token the model's token, or <see cref="New"/>, or <see cref="EndOfAnswer"/>.</param>
internal sealed record IdentifierTokens(IReadOnlyList<int> Known)
{
    /// <summary>Marks a token that the model has not got.</summary>
    public const int New = -1;

    /// <summary>Marks the token that ends an answer, whichever the model has for it.</summary>
    public const int EndOfAnswer = -2;

    private const string End = "<end>";

    /// <summary>Rows the model needs for new tokens.</summary>
    public int NewTokens => Known.Count(token => token == New);

    /// <summary>All identifier tokens are new ones.</summary>
    public bool AreNew => Known.All(token => token == New);

    /// <summary>Every identifier token becomes a new token.</summary>
    public static IdentifierTokens AllNew(int count) => new([.. Enumerable.Repeat(New, count)]);

    /// <summary>
    /// Identifier tokens whose name is the name of one of the model's tokens become that one, what closes an identifier becomes what ends an
    /// answer, and the others become new tokens.
    /// </summary>
    public static IdentifierTokens Text(IdentifierVocabulary vocabulary, ITextTokenizer tokenizer) =>
        new([.. vocabulary.Names.Select(name => name == End ? EndOfAnswer : tokenizer.Find(name) ?? New)]);

    /// <summary>The tokens in a model.</summary>
    /// <returns>int [identifier vocabulary], distinct.</returns>
    /// <exception cref="InvalidOperationException">Two identifier tokens are one for the model.</exception>
    public int[] In(IMultimodalModel model)
    {
        var next = model.PublishedVocabulary;
        int[] tokens = [.. Known.Select(token => token switch { New => next++, EndOfAnswer => model.EndToken, _ => token })];
        return tokens.Distinct().Count() == tokens.Length
            ? tokens
            : throw new InvalidOperationException("Expected identifier tokens that the model tells apart, two of them are the same token for it.");
    }
}
