using System.Globalization;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Eidetic.Docs.Tests.ApiReference;

/// <summary>What the compiler wrote down of a library's documentation comments.</summary>
/// <param name="file">The XML file beside the library.</param>
internal sealed class WrittenDocumentation(string file) : DocumentationProvider
{
    private readonly Dictionary<string, string> _members = XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.ToString(SaveOptions.DisableFormatting), StringComparer.Ordinal);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(file);

    protected override string? GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _members.GetValueOrDefault(documentationMemberID);
}
