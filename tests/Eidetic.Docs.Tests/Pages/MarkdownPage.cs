using System.Text.RegularExpressions;
using Eidetic.Tests.Architecture;

namespace Eidetic.Docs.Tests.Pages;

/// <summary>A page of the documentation, as far as the tests look into it: its blocks of code, and its prose.</summary>
internal sealed partial class MarkdownPage
{
    private const string Fence = "```";

    private readonly List<CodeBlock> _blocks = [];
    private readonly List<ProseLine> _prose = [];

    private MarkdownPage(string path) => Path = path;

    /// <summary>Every page of the repository, as paths from its root with forward slashes; what is built or not of it is left out.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Find(Repository.Root).Order(StringComparer.Ordinal)];

    /// <summary>From the root of the repository.</summary>
    public string Path { get; }

    public IReadOnlyList<CodeBlock> Blocks => _blocks;

    public IReadOnlyList<ProseLine> Prose => _prose;

    public static MarkdownPage Read(string path) => Parse(path, File.ReadAllText(Repository.At(path)));

    public static MarkdownPage Parse(string path, string text)
    {
        var page = new MarkdownPage(path);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        List<string> remarks = [];
        for (var line = 0; line < lines.Length; line++)
        {
            var trimmed = lines[line].TrimStart();
            if (!trimmed.StartsWith(Fence, StringComparison.Ordinal))
            {
                page._prose.Add(new ProseLine(line + 1, lines[line]));
                remarks = Comment().Match(trimmed) is { Success: true } comment ? [.. remarks, comment.Groups[1].Value] : [];
                continue;
            }

            var end = Array.FindIndex(lines, line + 1, other => other.Trim() == Fence);
            if (end < 0)
            {
                throw new InvalidDataException($"{path}({line + 1}): expected {Fence} that ends the block, found the end of the page.");
            }

            var indent = lines[line].Length - trimmed.Length;
            var code = lines[(line + 1)..end].Select(row => row.Length >= indent ? row[indent..] : row);
            page._blocks.Add(new CodeBlock(path, line + 2, trimmed[Fence.Length..].Trim(), string.Join('\n', code), remarks));
            (line, remarks) = (end, []);
        }

        return page;
    }

    [GeneratedRegex("^<!--\\s*(.*?)\\s*-->\\s*$")]
    private static partial Regex Comment();

    private static IEnumerable<string> Find(string folder) =>
        Directory.EnumerateFiles(folder, "*.md").Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Find));

    // Outputs and the folders of tools begin with a dot or are named for what builds them; another clone below this one has its own tests.
    private static bool IsOurs(string folder) =>
        System.IO.Path.GetFileName(folder) is var name && name is not ("bin" or "obj" or "node_modules" or "shared") && !name.StartsWith('.')
        && !File.Exists(System.IO.Path.Combine(folder, "Eidetic.slnx"));
}
