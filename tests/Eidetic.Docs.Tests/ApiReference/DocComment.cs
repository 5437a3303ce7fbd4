using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Eidetic.Docs.Tests.ApiReference;

/// <summary>What the source says of a type or member; where it inherits that, what is said of what it implements or overrides.</summary>
internal sealed class DocComment
{
    private readonly XElement _xml;

    private DocComment(XElement xml) => _xml = xml;

    public XElement? Summary => _xml.Element("summary");

    public XElement? Remarks => _xml.Element("remarks");

    public XElement? Returns => _xml.Element("returns");

    public IEnumerable<(string Name, XElement Text)> Parameters =>
        _xml.Elements("typeparam").Concat(_xml.Elements("param")).Select(parameter => (parameter.Attribute("name")!.Value, parameter));

    /// <summary>By documentation id.</summary>
    public IEnumerable<(string Type, XElement Text)> Exceptions =>
        _xml.Elements("exception").Select(exception => (exception.Attribute("cref")!.Value, exception));

    public XElement? Parameter(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name).Text;

    public static DocComment Of(ISymbol symbol)
    {
        var text = symbol.GetDocumentationCommentXml();
        var xml = string.IsNullOrEmpty(text) ? new XElement("member") : XElement.Parse(text, LoadOptions.PreserveWhitespace);
        return xml.Element("inheritdoc") is not null && Origin(symbol) is { } origin ? Of(origin) : new DocComment(xml);
    }

    private static ISymbol? Origin(ISymbol symbol) =>
        (symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            _ => (ISymbol?)null,
        })
        ?? symbol.ContainingType?.AllInterfaces.SelectMany(type => type.GetMembers())
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));
}
