using Eidetic.Docs.Tests.Pages;

namespace Eidetic.Docs.Tests.Linking;

/// <summary>Links within the repository lead somewhere.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Every_link_within_the_repository_leads_to_what_exists()
    {
        var links = MarkdownPage.All.SelectMany(path => PageLinks.Of(MarkdownPage.Read(path))).Where(link => !link.IsAway).ToList();

        var broken = links.Where(link => !PageLinks.Leads(link, MarkdownPage.Read)).Select(link => link.ToString());

        links.Should().Contain(link => link.Target.Contains('#')).And.HaveCountGreaterThan(50);
        string.Join('\n', broken).Should().BeEmpty();
    }

    [Theory]
    [InlineData("[a](README.md)", true)]
    [InlineData("[a](docs/adr)", true)]
    [InlineData("[a](./docs/../README.md#what-it-is-not \"title\")", true)]
    [InlineData("![a](docs/images/gallery.png)", true)]
    [InlineData("[a]: docs/code-map.md", true)]
    [InlineData("<img alt=\"\" src=\"docs/images/gallery.png\">", true)]
    [InlineData("[a](#a-heading-of-two-words)", true)]
    [InlineData("[a](#a-heading-of-two-words-1)", true)]
    [InlineData("[a](#a-heading-of-two-words-2)", false)]
    [InlineData("[a](readme.md)", false)]
    [InlineData("[a](docs/guide)", false)]
    [InlineData("[a](README.md#what-it-was)", false)]
    [InlineData("[a](../README.md)", false)]
    [InlineData("[a]: docs/codemap.md", false)]
    [InlineData("<a href=\"docs/codemap.md\">a</a>", false)]
    public void A_link_that_leads_nowhere_is_found(string line, bool leads)
    {
        var page = MarkdownPage.Parse("page.md", $"# A `heading` of [two](b.md) words!\n# A heading of two words\n{line}");

        var link = PageLinks.Of(page).Should().ContainSingle(link => link.Line == 3).Subject;

        PageLinks.Leads(link, path => path == page.Path ? page : MarkdownPage.Read(path)).Should().Be(leads);
    }

    [Fact]
    public void What_stands_in_code_is_no_link()
    {
        var page = MarkdownPage.Parse("page.md", "An `[a](b.md)`.\n```\n[a](b.md)\n```\n");

        var links = PageLinks.Of(page);

        links.Should().BeEmpty();
    }
}
