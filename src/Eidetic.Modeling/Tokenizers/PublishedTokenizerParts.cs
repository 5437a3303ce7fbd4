namespace Eidetic.Modeling;

/// <summary>What a <c>tokenizer.json</c> describes.</summary>
internal sealed record PublishedTokenizerParts
{
    /// <summary>Tokens by name.</summary>
    public required IReadOnlyDictionary<string, int> Vocabulary { get; init; }

    /// <summary>Tokens that are recognized as a whole.</summary>
    public required IReadOnlyList<AddedToken> Added { get; init; }

    /// <summary>Brings text into the form that is cut.</summary>
    public required Func<string, string> Normalize { get; init; }

    /// <summary>Cuts text into pieces; the flag says whether it begins the whole text.</summary>
    public required Func<string, bool, IReadOnlyList<string>> Cut { get; init; }

    /// <summary>Cuts a piece into tokens.</summary>
    public required IPieceTokens Pieces { get; init; }

    /// <summary>Makes parts of text of the names of tokens.</summary>
    public required Func<IReadOnlyList<string>, IReadOnlyList<string>> Join { get; init; }
}
