namespace Eidetic.Abstractions.Tests.Boundary;

/// <summary>A third party's scheme: an image is named by its place among the keys, a letter and then a mark, two tokens each.</summary>
internal sealed class LetterScheme : IIdentifierScheme
{
    private const int End = 26;

    public string Name => "letter";

    public bool CanNameNewImages => false;

    public IdentifierAssignment Assign(IdentifierRequest request, CancellationToken cancellationToken = default)
    {
        if (request.Keys.Count is 0 or > End)
        {
            throw new ArgumentException($"Expected 1 to {End} images, got {request.Keys.Count}.", nameof(request));
        }

        return new IdentifierAssignment
        {
            Vocabulary = new IdentifierVocabulary([.. Enumerable.Range(0, End).Select(letter => ((char)('a' + letter)).ToString()), "end"]),
            Identifiers = [.. request.Keys.Select((_, image) => new ImageIdentifier(image, [image, End]))],
        };
    }
}
