using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic;

/// <summary>
/// Identifiers of images that were added, by coarse codes of their own. At first an added image is named by the codes of its neighbours, since a decoder
/// knows no others; when it learns anyway, codes that begin where the images lie are learned far sooner. Images that were learned keep their names.
/// </summary>
internal sealed record OwnCodes
{
    /// <summary>The codebooks, grown.</summary>
    public required GrownCodebooks Codebooks { get; init; }

    /// <summary>Identifiers of all images.</summary>
    public required IdentifierAssignment Assignment { get; init; }

    /// <summary>What a decoder is told of the tokens.</summary>
    public required TokenStart Start { get; init; }

    /// <summary>How new images are named by the codebooks.</summary>
    public required IdentifierSchemeOptions Options { get; init; }

    /// <summary>Tokens that an identifier may have at most.</summary>
    public required int Longest { get; init; }

    /// <summary>Writes the codebooks for images to come.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => TokenCodebooks.Save(path, Codebooks.TokenVectors, Options, Longest);

    /// <summary>Names the added images anew.</summary>
    /// <param name="engine">The memory with its added images.</param>
    /// <param name="seed">Randomness.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <returns>The identifiers, or null where images cannot have codes of their own: all then keep what they have.</returns>
    public static OwnCodes? Of(RecallEngine engine, int seed, CancellationToken cancellationToken)
    {
        var (book, first) = (engine.Book, engine.Book.Keys.Count - engine.Book.AddedImages);
        if (book.AddedImages == 0 || first == 0 || !engine.Generation.Has(MemoryGeneration.CodebooksFile))
        {
            return null;
        }

        var (tokens, options, longest) = TokenCodebooks.Load(engine.Generation[MemoryGeneration.CodebooksFile]);
        var vectors = engine.Answers.Vectors.ToMatrix();
        if (vectors.Dim != tokens.Dim)
        {
            return null;
        }

        var added = vectors.Slice(first, book.AddedImages);
        var grown = GrownCodebooks.Grow(book.Vocabulary, tokens, added, seed, cancellationToken);
        List<ImageIdentifier> identifiers =
        [
            .. Enumerable.Range(0, first).SelectMany(
                image => book.IdentifiersOf(image).Select(tokens => new ImageIdentifier(image, [.. tokens.Select(token => grown.TokenOf[token])]))),
        ];
        var paths = new IdentifierPaths(IdentifierTrie.Build(identifiers, first));
        var names = ImageNaming.Name(new ResidualNamer(grown.Vocabulary, grown.TokenVectors, options), longest, paths, added, cancellationToken);
        if (names.Contains(null))
        {
            return null;
        }

        identifiers.AddRange(names.Select((name, place) => new ImageIdentifier(first + place, name!)));
        var assignment = new IdentifierAssignment { Vocabulary = grown.Vocabulary, Identifiers = identifiers, TokenVectors = grown.TokenVectors };
        return new OwnCodes
        {
            Codebooks = grown,
            Assignment = assignment,
            Start = TokenStart.Of(assignment, vectors, engine.Answers.Vectors.SharedDim),
            Options = options,
            Longest = longest,
        };
    }
}
