using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// GRACE's string identifiers (§3.2): the image's place in the ordinal order of keys, from 0, as text, cut as subword tokenizers cut
/// numbers: pieces of up to three digits from the left (<c>12345</c> is <c>123 45 &lt;end&gt;</c>), or as a given tokenizer cuts them.
/// </summary>
internal sealed class StringScheme : KeyOrderedScheme
{
    public const string SchemeName = "string";

    private const int PieceLength = 3;

    public override string Name => SchemeName;

    protected override IdentifierAssignment AssignOrdered(IdentifierRequest request, CancellationToken cancellationToken)
    {
        var identifiers = new List<(int, IReadOnlyList<string>)>(request.Keys.Count);
        for (var image = 0; image < request.Keys.Count; image++)
        {
            var digits = image.ToString(CultureInfo.InvariantCulture);
            var pieces = request.CutText?.Invoke(digits) ?? [.. digits.Chunk(PieceLength).Select(piece => new string(piece))];
            identifiers.Add((image, [.. pieces, TokenTable.End]));
        }

        return TokenTable.ToAssignment(identifiers);
    }
}
