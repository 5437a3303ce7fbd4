using Eidetic.Docs.Tests.Pages;

namespace Eidetic.Docs.Tests.Compiling;

/// <summary>Compiles the C# of a page.</summary>
internal static class PageCompiler
{
    /// <summary>How a block of C# is marked.</summary>
    public const string Language = "csharp";

    /// <summary>Everything that is wrong with it.</summary>
    /// <returns>A line each, with the page's file and line; none where all compiles.</returns>
    public static IReadOnlyList<string> FindErrors(MarkdownPage page)
    {
        PageProgram? first = null;
        List<PageProgram> programs = [];
        foreach (var block in page.Blocks.Where(block => block.Language == Language))
        {
            var remarks = BlockRemarks.Of(block);
            if (remarks.IsSkipped)
            {
                continue;
            }

            if (first is null || !remarks.Continues)
            {
                programs.Add(new PageProgram());
                first ??= programs[0];
            }

            (remarks.Continues ? first : programs[^1]).Add(block, remarks);
        }

        var usings = ImplicitUsings.For(page);
        return [.. programs.SelectMany(program => program.Compile(usings)).Distinct()];
    }
}
