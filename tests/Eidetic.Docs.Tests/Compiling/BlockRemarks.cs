using Eidetic.Docs.Tests.Pages;

namespace Eidetic.Docs.Tests.Compiling;

/// <summary>
/// What a page says of a block that is no program by itself, in HTML comments before it, which readers do not see:
/// <c>compile: continues</c> makes it a part of the program that the page's first block begins, <c>compile: given TYPE name, TYPE name</c> declares what
/// it is written into, <c>compile: using NAMESPACE, NAMESPACE</c> are directives it does not repeat, and <c>compile: skip because REASON</c> leaves it out.
/// </summary>
internal sealed record BlockRemarks
{
    private const string Mark = "compile:";

    public bool Continues { get; private init; }

    public bool IsSkipped { get; private init; }

    /// <summary>Declarations as <c>IImageMemory memory</c>.</summary>
    public IReadOnlyList<string> Given { get; private init; } = [];

    public IReadOnlyList<string> Usings { get; private init; } = [];

    public static BlockRemarks Of(CodeBlock block)
    {
        var remarks = new BlockRemarks();
        foreach (var remark in block.Remarks.Where(remark => remark.StartsWith(Mark, StringComparison.Ordinal)))
        {
            var words = remark[Mark.Length..].Trim();
            var (verb, rest) = words.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 ? (words[..space], words[space..].Trim()) : (words, "");
            remarks = (verb, rest) switch
            {
                ("continues", "") => remarks with { Continues = true },
                ("given", not "") => remarks with { Given = Items(rest) },
                ("using", not "") => remarks with { Usings = Items(rest) },
                ("skip", _) when rest.StartsWith("because ", StringComparison.Ordinal) => remarks with { IsSkipped = true },
                _ => throw new InvalidDataException(
                    $"{block.Page}({block.Line - 1}): expected 'compile: continues', 'given TYPE name', 'using NAMESPACE' or 'skip because REASON', found '{remark}'."),
            };
        }

        return remarks;
    }

    private static string[] Items(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
