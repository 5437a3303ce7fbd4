using System.Globalization;
using System.Text.RegularExpressions;

namespace Eidetic.Cli.Json;

/// <summary>
/// Undoes what even the most relaxed encoder of System.Text.Json does: it writes characters beyond U+FFFF, emoji among them, as escaped
/// surrogates.
/// </summary>
internal static partial class ReadableJson
{
    /// <summary>The same JSON with emoji as themselves.</summary>
    public static string Unescape(string json) => Surrogates().Replace(json, match => match.Groups[1].Success
        ? string.Concat(Unit(match.Groups[1]), Unit(match.Groups[2]))
        : match.Value);

    private static string Unit(Group digits) =>
        ((char)ushort.Parse(digits.ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString();

    // An escaped backslash is matched first and kept, so that the letters after it are never taken for an escape.
    [GeneratedRegex(@"\\\\|\\u(D[89AB][0-9A-F]{2})\\u(D[C-F][0-9A-F]{2})")]
    private static partial Regex Surrogates();
}
