using System.Text;
using Eidetic.Docs.Tests.Pages;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Eidetic.Docs.Tests.Compiling;

/// <summary>
/// Blocks of a page that make one program. A file may hold its directives, its statements and its types in this order alone, and one file of a program
/// may hold statements: so those of all blocks are gathered, each under the line of the page where it stands, and a block of types is a file of its own.
/// </summary>
internal sealed class PageProgram
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.None);

    // As the SDK does: packages name older assemblies of the runtime than the one that runs.
    private static readonly Dictionary<string, ReportDiagnostic> Unspoken = new()
    {
        ["CS1701"] = ReportDiagnostic.Suppress,
        ["CS1702"] = ReportDiagnostic.Suppress,
    };

    private readonly StringBuilder _usings = new();
    private readonly StringBuilder _given = new();
    private readonly StringBuilder _statements = new();
    private readonly StringBuilder _types = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<SyntaxTree> _trees = [];

    public void Add(CodeBlock block, BlockRemarks remarks)
    {
        var root = CSharpSyntaxTree.ParseText(block.Code, Parsing).GetCompilationUnitRoot();
        if (!root.Members.OfType<GlobalStatementSyntax>().Any() && remarks is { Given: [], Usings: [] })
        {
            _trees.Add(Parse(AtLine(block, 0) + block.Code));
            return;
        }

        foreach (var directive in root.Usings.Where(directive => _seen.Add(directive.ToString())))
        {
            Append(_usings, block, directive);
        }

        foreach (var name in remarks.Usings.Where(name => _seen.Add($"using {name};")))
        {
            _usings.Append(AtRemark(block)).Append("using ").Append(name).Append(";\n");
        }

        foreach (var declaration in remarks.Given)
        {
            _given.Append(AtRemark(block)).Append(declaration).Append(" = default!;\n");
        }

        foreach (var member in root.Members)
        {
            Append(member is GlobalStatementSyntax ? _statements : _types, block, member);
        }

        // What the parser could not place, as a statement after a type or a stray brace, is placed where the compiler will say so.
        var unplaced = root.EndOfFileToken;
        _types.Append(AtLine(block, unplaced.FullSpan.Start)).Append(unplaced.ToFullString()).Append('\n');
    }

    /// <summary>Compiles it.</summary>
    /// <param name="implicitUsings">A file of global directives.</param>
    /// <returns>What the compiler finds wrong, warnings too, each as <c>page(line,column): error …</c>.</returns>
    public IReadOnlyList<string> Compile(string implicitUsings)
    {
        var main = string.Concat(_usings, _given, _statements, _types);
        var trees = _trees.Append(Parse(main)).Append(Parse(implicitUsings));
        var kind = _statements.Length > 0 ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        var options = new CSharpCompilationOptions(kind, specificDiagnosticOptions: Unspoken, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Page", trees, BuiltAssemblies.References, options);
        return
        [
            .. compilation.GetDiagnostics().Where(found => found.Severity >= DiagnosticSeverity.Warning)
                .OrderBy(found => found.Location.GetMappedLineSpan().StartLinePosition).Select(Describe),
        ];
    }

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(code, Parsing, path: "page.cs", encoding: Encoding.UTF8);

    private static void Append(StringBuilder code, CodeBlock block, CSharpSyntaxNode node) =>
        code.Append(AtLine(block, node.FullSpan.Start)).Append(node.ToFullString()).Append('\n');

    private static string AtRemark(CodeBlock block) => $"#line {block.Line - 2} \"{block.Page}\"\n";

    private static string AtLine(CodeBlock block, int position) =>
        $"#line {block.Line + block.Code[..position].Count(letter => letter == '\n')} \"{block.Page}\"\n";

    private static string Describe(Diagnostic found)
    {
        var where = found.Location.GetMappedLineSpan();
        var severity = found.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return $"{where.Path}({where.StartLinePosition.Line + 1},{where.StartLinePosition.Character + 1}): {severity} {found.Id}: {found.GetMessage(null)}";
    }
}
