using Eidetic.Docs.Tests.Pages;

namespace Eidetic.Docs.Tests.Compiling;

/// <summary>Code in docs is compiled against the libraries as they were built.</summary>
public sealed class CompilingTests
{
    public static TheoryData<string> PagesWithCode =>
        new(MarkdownPage.All.Where(path => MarkdownPage.Read(path).Blocks.Any(block => block.Language == PageCompiler.Language)));

    [Theory]
    [MemberData(nameof(PagesWithCode))]
    public void The_code_of_a_page_compiles(string page)
    {
        var errors = PageCompiler.FindErrors(MarkdownPage.Read(page));

        string.Join('\n', errors).Should().BeEmpty("the code of {0} is what readers copy", page);
    }

    [Fact]
    public void No_block_of_code_escapes_by_another_name()
    {
        var others = MarkdownPage.All.SelectMany(path => MarkdownPage.Read(path).Blocks)
            .Where(block => block.Language.ToUpperInvariant() is "CS" or "C#" or "CSHARP" && block.Language != PageCompiler.Language);

        others.Should().BeEmpty();
    }

    [Fact]
    public void An_error_names_the_page_and_the_line()
    {
        var page = Page("Text.", "", "```csharp", "using Eidetic;", "", "await ImageMemory.OpenAsync(\"m\");", "ImageMemory.Forget();", "```");

        var errors = PageCompiler.FindErrors(page);

        errors.Should().ContainSingle().Which.Should().StartWith("page.md(7,13): error CS0117");
    }

    [Fact]
    public void A_warning_counts()
    {
        var page = Page("```csharp", "string text = null;", "Console.WriteLine(text);", "```");

        var errors = PageCompiler.FindErrors(page);

        errors.Should().Contain(error => error.StartsWith("page.md(2,15): warning CS8600", StringComparison.Ordinal));
    }

    [Fact]
    public void Blocks_are_programs_of_their_own_unless_they_continue_the_first()
    {
        string[] first = ["```csharp", "var answer = new Answer(42);", "Console.WriteLine(answer);", "```"];
        string[] last = ["<!-- compile: continues -->", "```csharp", "Console.WriteLine(answer.Number);", "internal sealed record Answer(int Number);", "```"];

        var together = PageCompiler.FindErrors(Page([.. first, .. last]));
        var apart = PageCompiler.FindErrors(Page([.. first, .. last[1..]]));

        together.Should().BeEmpty();
        apart.Should().HaveCount(2).And.Contain(error => error.StartsWith("page.md(2,18): error CS0246", StringComparison.Ordinal));
    }

    [Fact]
    public void A_fragment_is_given_what_surrounds_it()
    {
        var page = Page("<!-- compile: using Eidetic -->", "<!-- compile: given ImageMemory memory, int top -->", "```csharp", "Console.WriteLine(memory.Count + top);", "```");

        var errors = PageCompiler.FindErrors(page);

        errors.Should().BeEmpty();
    }

    [Fact]
    public void A_statement_after_a_type_is_not_lost()
    {
        var page = Page("```csharp", "Console.WriteLine();", "internal sealed class Nothing;", "}", "```");

        var errors = PageCompiler.FindErrors(page);

        errors.Should().Contain(error => error.StartsWith("page.md(4,1): error", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_skipped_says_why()
    {
        var skipped = Page("<!-- compile: skip because it shows an error -->", "```csharp", "nonsense", "```");
        var silent = Page("<!-- compile: skip -->", "```csharp", "nonsense", "```");

        var errors = PageCompiler.FindErrors(skipped);
        var failure = () => PageCompiler.FindErrors(silent);

        errors.Should().BeEmpty();
        failure.Should().Throw<InvalidDataException>().WithMessage("page.md(2): expected 'compile: continues', *");
    }

    [Theory]
    [InlineData("Sdk=\"Microsoft.NET.Sdk.Web\"", true)]
    [InlineData("Sdk=\"Microsoft.NET.Sdk\"", false)]
    public void The_directives_are_those_of_the_project_on_the_page(string sdk, bool compiles)
    {
        var page = Page("```xml", $"<Project {sdk} />", "```", "```csharp", "var builder = WebApplication.CreateBuilder(args);", "builder.Build().Run();", "```");

        var errors = PageCompiler.FindErrors(page);

        errors.Any().Should().Be(!compiles);
    }

    private static MarkdownPage Page(params string[] lines) => MarkdownPage.Parse("page.md", string.Join('\n', lines));
}
