using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Eidetic.Docs.Tests.ApiReference;

/// <summary>Writes what a page says of one type: how it is declared, what it is, and its members.</summary>
internal sealed class TypeSection(DocText text)
{
    private static readonly SymbolDisplayFormat Signature = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers,
        extensionMethodStyle: SymbolDisplayExtensionMethodStyle.StaticMethod,
        parameterOptions: SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.AllowDefaultLiteral);

    public string Write(INamedTypeSymbol type)
    {
        var comment = DocComment.Of(type);
        var section = new StringBuilder($"### {type.Name}\n`{Declaration(type)}`\n\n{text.Line(comment.Summary)}\n\n");
        if (text.Line(comment.Remarks) is { Length: > 0 } remarks)
        {
            section.Append(remarks).Append("\n\n");
        }

        var members = type.GetMembers().Where(IsShown).ToList();
        var values = members.OfType<IFieldSymbol>().ToList();
        if (type.TypeKind == TypeKind.Enum)
        {
            Table(section, "| value | means |", values.Select(value => $"| `{value.Name}` | {text.Cell(DocComment.Of(value).Summary)} |"));
            return section.ToString();
        }

        Table(section, "| constant | value | means |", values.Where(value => value.IsConst)
            .Select(value => $"| `{value.Name}` | `{SymbolDisplay.FormatPrimitive(value.ConstantValue!, quoteStrings: true, useHexadecimalNumbers: false)}` | {text.Cell(DocComment.Of(value).Summary)} |"));
        Table(section, "| property | type | is |", members.OfType<IPropertySymbol>().Select(property => Row(property, comment))
            .Concat(values.Where(value => !value.IsConst).Select(value => $"| `{value.Name}` | {text.Type(value.Type)} | {text.Cell(DocComment.Of(value).Summary)} |")));
        Table(section, "| event | type | is |", members.OfType<IEventSymbol>().Select(e => $"| `{e.Name}` | {text.Type(e.Type)} | {text.Cell(DocComment.Of(e).Summary)} |"));
        foreach (var method in members.OfType<IMethodSymbol>())
        {
            Method(section, method, method.MethodKind == MethodKind.Constructor ? comment : null);
        }

        return section.ToString();
    }

    private string Row(IPropertySymbol property, DocComment type)
    {
        // A property that a record's parameter makes is described by the parameter.
        var summary = DocComment.Of(property).Summary ?? type.Parameter(property.Name);
        var notes = (property.IsRequired ? ", required" : "") + (property.IsStatic ? ", static" : "") + (property.SetMethod is { IsInitOnly: false } ? ", settable" : "");
        var name = property.IsIndexer ? $"this[{string.Join(", ", property.Parameters.Select(parameter => parameter.Name))}]" : property.Name;
        return $"| `{name}`{notes} | {text.Type(property.Type)} | {text.Cell(summary)} |";
    }

    private void Method(StringBuilder section, IMethodSymbol method, DocComment? type)
    {
        var comment = DocComment.Of(method);
        var name = method.ToDisplayString(Signature);
        section.Append("- `").Append(method.MethodKind == MethodKind.Constructor ? $"new {name}" : name).Append('`');
        section.Append(text.Line(comment.Summary) is { Length: > 0 } summary ? $"\\\n  {summary}\n" : "\n");
        foreach (var parameter in method.TypeParameters.Select(parameter => parameter.Name).Concat(method.Parameters.Select(parameter => parameter.Name)))
        {
            Item(section, $"`{parameter}`: ", text.Line(comment.Parameter(parameter) ?? type?.Parameter(parameter)));
        }

        Item(section, "returns: ", text.Line(comment.Returns));
        foreach (var (exception, reason) in comment.Exceptions)
        {
            Item(section, $"throws {text.Reference(exception)}: ", text.Line(reason));
        }

        section.Append('\n');
    }

    private static void Item(StringBuilder section, string start, string sentence)
    {
        if (sentence.Length > 0)
        {
            section.Append("  - ").Append(start).Append(sentence).Append('\n');
        }
    }

    private static void Table(StringBuilder section, string head, IEnumerable<string> rows)
    {
        var body = string.Join('\n', rows);
        if (body.Length > 0)
        {
            var columns = string.Concat(Enumerable.Repeat("|---", head.Count(letter => letter == '|') - 1));
            section.Append(head).Append('\n').Append(columns).Append("|\n").Append(body).Append("\n\n");
        }
    }

    // What a compiler adds, and what every object has, says nothing.
    private static bool IsShown(ISymbol member) =>
        member.DeclaredAccessibility == Accessibility.Public && !member.IsOverride
        && !member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute")
        && member is not IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.Constructor) }
        && member is not IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0 }
        && !(member is IMethodSymbol { Name: "Equals" or "Deconstruct" } && member.ContainingType.IsRecord)
        && member is not IFieldSymbol { Name: "value__" };

    private static string Declaration(INamedTypeSymbol type)
    {
        var kind = type.TypeKind switch
        {
            TypeKind.Interface => "interface",
            TypeKind.Enum => "enum",
            TypeKind.Delegate => "delegate",
            TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
            _ => type.IsRecord ? "record" : "class",
        };
        var modifier = type switch
        {
            { TypeKind: not TypeKind.Class } => "",
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        var bases = type.TypeKind is TypeKind.Class && type.BaseType is { SpecialType: not SpecialType.System_Object } parent ? [parent] : Array.Empty<INamedTypeSymbol>();
        var names = type.TypeKind is TypeKind.Enum ? [] : bases.Concat(type.Interfaces.Where(shown => shown.Name != "IEquatable"))
            .Select(shown => shown.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)).ToList();
        return $"{modifier}{kind} {type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}{(names.Count > 0 ? " : " + string.Join(", ", names) : "")}";
    }
}
