using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Which of a language model's tokens the tokens of identifiers are: those that are written as text are the model's own, the others are
/// new ones, numbered after the model's.
/// </summary>
/// <param name="Known">For each identifier token the model's token, or -1 for a new one.</param>
internal sealed record IdentifierTokens(IReadOnlyList<int> Known)
{
    /// <summary>Name of the token that closes an identifier.</summary>
    public const string End = "<end>";

    /// <summary>Rows the model needs for new tokens.</summary>
    public int NewTokens => Known.Count(token => token < 0);

    /// <summary>All identifier tokens are new ones.</summary>
    public bool AreNew => Known.All(token => token < 0);

    /// <summary>Every identifier token becomes a new token.</summary>
    public static IdentifierTokens New(IdentifierVocabulary vocabulary) => new([.. Enumerable.Repeat(-1, vocabulary.Count)]);

    /// <summary>Identifier tokens whose name is the name of one of the model's tokens become that one; the others become new tokens.</summary>
    /// <param name="vocabulary">Identifier tokens.</param>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="endToken">What closes an identifier.</param>
    public static IdentifierTokens Text(IdentifierVocabulary vocabulary, ITextTokenizer tokenizer, int endToken)
    {
        var known = vocabulary.Names.Select(name => name == End ? endToken : tokenizer.Find(name) ?? -1).ToArray();

        // Two identifier tokens must never become one: what names the end token under its own name stays a token of its own.
        for (var token = 0; token < known.Length; token++)
        {
            if (known[token] == endToken && vocabulary.Names[token] != End)
            {
                known[token] = -1;
            }
        }

        return new IdentifierTokens(known);
    }

    /// <summary>The tokens in a model.</summary>
    /// <param name="publishedVocabulary">Number of tokens the model was published with.</param>
    /// <returns>int [identifier vocabulary].</returns>
    public int[] In(int publishedVocabulary)
    {
        var next = publishedVocabulary;
        return [.. Known.Select(token => token < 0 ? next++ : token)];
    }
}
