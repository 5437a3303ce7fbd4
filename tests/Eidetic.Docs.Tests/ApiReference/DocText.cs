using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Eidetic.Docs.Tests.ApiReference;

/// <summary>Turns documentation and types into Markdown, with links to the sections of types that have one.</summary>
internal sealed partial class DocText(ReferenceSymbols symbols)
{
    private static readonly SymbolDisplayFormat TypeFormat = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>One line; nothing for nothing.</summary>
    public string Line(XElement? element) => element is null ? "" : Spaces().Replace(string.Concat(element.Nodes().Select(Inline)), " ").Trim();

    /// <summary>A cell of a table.</summary>
    public string Cell(XElement? element) => Line(element).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>The first sentence, for a list of types.</summary>
    public string Lead(XElement? element) => FirstSentence().Match(Cell(element)) is { Success: true } sentence ? sentence.Value : Cell(element);

    /// <summary>A type with links, for a cell of a table.</summary>
    public string Type(ITypeSymbol type)
    {
        var text = new StringBuilder();
        foreach (var part in type.ToDisplayParts(TypeFormat))
        {
            text.Append(symbols.Find(part.Symbol) is { } known
                ? $"[{part}]({ReferenceSymbols.Address(known)})"
                : part.ToString().Replace("<", "\\<", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal));
        }

        return text.ToString();
    }

    /// <summary>What a documentation id names, as a link where it has a section.</summary>
    public string Reference(string id)
    {
        var symbol = DocumentationCommentId.GetFirstSymbolForDeclarationId(id, symbols.Compilation);
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        var name = symbol switch
        {
            null => id[(id.LastIndexOf('.') + 1)..],
            INamedTypeSymbol => type!.Name,
            _ => $"{type!.Name}.{symbol.Name}",
        };
        return symbols.Find(type) is { } known ? $"[`{name}`]({ReferenceSymbols.Address(known)})" : $"`{name}`";
    }

    private string Inline(XNode node) => node switch
    {
        XText text => Escape(text.Value),
        XElement { Name.LocalName: "see" or "seealso" } see when see.Attribute("cref") is { } cref => Reference(cref.Value),
        XElement { Name.LocalName: "see" } see when see.Attribute("href") is { } href => $"[{(see.IsEmpty ? href.Value : see.Value)}]({href.Value})",
        XElement { Name.LocalName: "see" } see when see.Attribute("langword") is { } word => $"`{word.Value}`",
        XElement { Name.LocalName: "paramref" or "typeparamref" } parameter => $"`{parameter.Attribute("name")!.Value}`",
        XElement { Name.LocalName: "c" or "code" } code => $"`{code.Value.Trim()}`",
        XElement element => $" {string.Concat(element.Nodes().Select(Inline))} ",
        _ => "",
    };

    private static string Escape(string text) =>
        text.Replace("<", "\\<", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("^.+?[.:](?= [A-Z])")]
    private static partial Regex FirstSentence();
}
