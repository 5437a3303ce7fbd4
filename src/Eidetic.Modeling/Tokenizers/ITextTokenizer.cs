namespace Eidetic.Modeling;

/// <summary>Cuts texts into the tokens of a language model. Immutable and safe to use from several threads.</summary>
internal interface ITextTokenizer
{
    /// <summary>Tokens are 0..<see cref="Count"/> - 1.</summary>
    int Count { get; }

    /// <summary>Cuts a text. Special tokens written in it are recognized; none is added.</summary>
    /// <param name="text">Any Unicode text.</param>
    IReadOnlyList<int> Encode(string text);

    /// <summary>Joins tokens to text; special tokens are left out, and those without a name: a model's table may have more rows than tokens.</summary>
    /// <param name="tokens">Tokens from 0.</param>
    string Decode(IEnumerable<int> tokens);

    /// <summary>The token with this name, special or not, or null.</summary>
    /// <param name="name">As in the tokenizer's file.</param>
    int? Find(string name);

    /// <summary>Name of a token, as in the tokenizer's file.</summary>
    /// <param name="token">A token below <see cref="Count"/>.</param>
    string NameOf(int token);
}
