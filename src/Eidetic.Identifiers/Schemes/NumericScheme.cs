using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// GRACE's numeric identifiers (§3.2): the digits of the image's place in the ordinal order of keys, from 0, one token a digit
/// (<c>123</c> is <c>1 2 3 &lt;end&gt;</c>).
/// </summary>
internal sealed class NumericScheme : KeyOrderedScheme
{
    public const string SchemeName = "numeric";

    public override string Name => SchemeName;

    protected override IdentifierAssignment AssignOrdered(IdentifierRequest request, CancellationToken cancellationToken)
    {
        var identifiers = new List<(int, IReadOnlyList<string>)>(request.Keys.Count);
        for (var image = 0; image < request.Keys.Count; image++)
        {
            var digits = image.ToString(CultureInfo.InvariantCulture);
            identifiers.Add((image, [.. digits.Select(digit => digit.ToString()), TokenTable.End]));
        }

        return TokenTable.ToAssignment(identifiers);
    }
}
