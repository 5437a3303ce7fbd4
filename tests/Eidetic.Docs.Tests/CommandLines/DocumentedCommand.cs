using System.Text.RegularExpressions;
using Eidetic.Docs.Tests.Pages;

namespace Eidetic.Docs.Tests.CommandLines;

/// <summary>A command line of Eidetic that a page shows.</summary>
/// <param name="Page">Path of the page.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Arguments">What follows the program's name.</param>
/// <param name="IsWhole">Whether it can be typed as it stands; what prose mentions may leave things out.</param>
internal sealed partial record DocumentedCommand(string Page, int Line, IReadOnlyList<string> Arguments, bool IsWhole)
{
    private static readonly string[] Shells = ["bash", "sh", "shell", "console", "powershell"];

    public override string ToString() => $"{Page}({Line}): eidetic {string.Join(' ', Arguments)}";

    /// <summary>Those in blocks of shell, and those between backticks that begin with <c>eidetic</c>.</summary>
    public static IEnumerable<DocumentedCommand> Of(MarkdownPage page)
    {
        var whole = page.Blocks.Where(block => Shells.Contains(block.Language)).SelectMany(block => Lines(block).SelectMany(line =>
            ShellLine.Commands(line.Text).Select(ArgumentsOf).OfType<IReadOnlyList<string>>()
                .Select(arguments => new DocumentedCommand(page.Path, line.Number, arguments, IsWhole: true))));
        var mentioned = page.Prose.SelectMany(line => Mention().Matches(line.Text).SelectMany(match =>
            ShellLine.Commands(match.Groups[1].Value).Select(ArgumentsOf).OfType<IReadOnlyList<string>>()
                .Select(arguments => new DocumentedCommand(page.Path, line.Number, [.. arguments.Where(word => word != "…")], IsWhole: false))));
        return whole.Concat(mentioned);
    }

    /// <summary>Every <c>--project</c> of a <c>dotnet</c> command in a block of shell.</summary>
    public static IEnumerable<(string Where, string Project)> Projects(MarkdownPage page) =>
        page.Blocks.Where(block => Shells.Contains(block.Language)).SelectMany(block => Lines(block).SelectMany(line =>
            ShellLine.Commands(line.Text).Where(words => words[0] == "dotnet" && words.Contains("--project"))
                .Select(words => ($"{page.Path}({line.Number})", words[words.ToList().IndexOf("--project") + 1]))));

    // A line that ends with a backslash goes on in the next.
    private static IEnumerable<ProseLine> Lines(CodeBlock block)
    {
        var (joined, first) = ("", block.Line);
        foreach (var (index, line) in block.Code.Split('\n').Index())
        {
            first = joined.Length == 0 ? block.Line + index : first;
            joined += line.TrimEnd('\\');
            if (!line.EndsWith('\\'))
            {
                yield return new ProseLine(first, joined);
                joined = "";
            }
        }
    }

    // Null for a command of another program.
    private static IReadOnlyList<string>? ArgumentsOf(IReadOnlyList<string> words)
    {
        var command = words.SkipWhile(word => Assignment().IsMatch(word)).ToList();
        return command switch
        {
            ["eidetic", ..] => command[1..],
            ["dotnet", "eidetic", ..] => command[2..],
            ["dotnet", "run", ..] when command.Exists(word => word.TrimEnd('/').EndsWith("src/Eidetic.Cli", StringComparison.Ordinal)) && command.Contains("--") =>
                command[(command.IndexOf("--") + 1)..],
            _ => null,
        };
    }

    [GeneratedRegex("`(eidetic [^`]+)`")]
    private static partial Regex Mention();

    [GeneratedRegex("^[A-Z_]+=")]
    private static partial Regex Assignment();
}
