using System.Xml.Linq;

namespace Eidetic.Tests.Architecture;

/// <summary>Whoever finds a package learns from it what it is for. What is in the packages is looked at by <c>eng/check-packages.sh</c>.</summary>
public sealed class PackageTests
{
    public static TheoryData<string> Packages => new(Repository.Projects.Where(IsPacked));

    [Fact]
    public void Every_project_under_src_is_a_package() =>
        Repository.Projects.Should().HaveCountGreaterThan(10).And.OnlyContain(project => IsPacked(project), "it is a Library, or a program with PackAsTool");

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_says_in_a_sentence_what_it_is(string project)
    {
        var description = PropertyOf(project, "Description");

        description.Should().NotBeNull().And.EndWith(".");
        description!.Length.Should().BeInRange(30, 200);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_a_page_with_its_name_how_to_get_it_and_what_to_do_with_it(string project)
    {
        var page = Repository.At("src", project, "README.md");

        var text = File.Exists(page) ? File.ReadAllText(page) : "";

        text.Should().StartWith($"# {project}\n", "each package has a README.md beside its project file");
        text.Should().MatchRegex("dotnet (add package|tool install --global) Eidetic").And.MatchRegex("```csharp\n|eidetic memorize ");
        text.Should().NotContain("](", "a link that is right in the repository leads nowhere from a package; name the page instead");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_page_names_only_guides_that_exist(string project)
    {
        var titles = Directory.GetFiles(Repository.At("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => File.ReadLines(file).First().TrimStart('#', ' ')).ToList();
        var page = File.ReadAllText(Repository.At("src", project, "README.md"));

        var named = page[page.LastIndexOf("More, in the repository", StringComparison.Ordinal)..].Split('"').Where((_, index) => index % 2 == 1);

        named.Should().NotBeEmpty().And.BeSubsetOf(titles);
    }

    [Fact]
    public void What_all_packages_share_is_said_once()
    {
        var shared = XDocument.Load(Repository.At("eng", "Package.targets")).Descendants();

        shared.Where(element => element.Name.LocalName is "PackageReadmeFile" or "EnablePackageValidation" or "PublishRepositoryUrl")
            .Select(element => element.Value).Should().Equal("README.md", "true", "true", "false");
        Repository.Projects.Should().OnlyContain(project => PropertyOf(project, "Version") == null, "the version comes from the tag");
    }

    private static bool IsPacked(string project) => PropertyOf(project, "ProjectType") == "Library" || PropertyOf(project, "PackAsTool") == "true";

    private static string? PropertyOf(string project, string name) => Repository.ProjectFile(project).Descendants(name).FirstOrDefault()?.Value;
}
