using Eidetic.Docs.Tests.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Eidetic.Docs.Tests.ApiReference;

/// <summary>The public types of the libraries that have a page, with what their source says of them.</summary>
internal sealed class ReferenceSymbols
{
    /// <summary>Libraries that an application meets; the others compute, and meet each other.</summary>
    public static readonly string[] Libraries =
    [
        "Eidetic", "Eidetic.Abstractions", "Eidetic.Data", "Eidetic.Evaluation", "Eidetic.Extensions.AI", "Eidetic.Server",
    ];

    private readonly Dictionary<string, INamedTypeSymbol> _types = new(StringComparer.Ordinal);

    public ReferenceSymbols()
    {
        var documented = Libraries.ToDictionary(name => name, Reference);
        var others = BuiltAssemblies.References.Where(reference => !documented.ContainsKey(Path.GetFileNameWithoutExtension(reference.Display!)));
        Compilation = CSharpCompilation.Create("Reference", references: [.. documented.Values, .. others]);
        foreach (var library in Libraries)
        {
            var assembly = (IAssemblySymbol)Compilation.GetAssemblyOrModuleSymbol(documented[library])!;
            Types[library] = [.. PublicTypes(assembly.GlobalNamespace).OrderBy(Namespace, StringComparer.Ordinal).ThenBy(type => type.Name, StringComparer.Ordinal)];
            foreach (var type in Types[library])
            {
                _types[type.GetDocumentationCommentId()!] = type;
            }
        }
    }

    public CSharpCompilation Compilation { get; }

    /// <summary>By library, in the order of their names.</summary>
    public Dictionary<string, IReadOnlyList<INamedTypeSymbol>> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>The type that a page has a section of, or null.</summary>
    public INamedTypeSymbol? Find(ISymbol? symbol) =>
        symbol is INamedTypeSymbol type ? _types.GetValueOrDefault(type.OriginalDefinition.GetDocumentationCommentId() ?? "") : null;

    public static string Namespace(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString();

    /// <summary>Where a type's section is, from another page of the reference.</summary>
    public static string Address(INamedTypeSymbol type) => $"{type.ContainingAssembly.Name}.md#{type.Name.ToLowerInvariant()}";

    private static PortableExecutableReference Reference(string library)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{library}.dll");
        var documentation = Path.ChangeExtension(file, ".xml");
        return File.Exists(documentation)
            ? MetadataReference.CreateFromFile(file, documentation: new WrittenDocumentation(documentation))
            : throw new FileNotFoundException($"Expected {documentation}, which the build of {library} writes: does it set GenerateDocumentationFile?", documentation);
    }

    private static IEnumerable<INamedTypeSymbol> PublicTypes(INamespaceSymbol space) =>
        space.GetTypeMembers().Where(type => type.DeclaredAccessibility == Accessibility.Public)
            .SelectMany(type => type.GetTypeMembers().Where(nested => nested.DeclaredAccessibility == Accessibility.Public).Prepend(type))
            .Concat(space.GetNamespaceMembers().SelectMany(PublicTypes));
}
