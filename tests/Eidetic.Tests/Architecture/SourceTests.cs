namespace Eidetic.Tests.Architecture;

/// <summary>Files stay readable, and a newcomer finds every folder in the code map.</summary>
public sealed class SourceTests
{
    private const int MostLines = 400;

    private static readonly string[] VagueNames = ["Utils", "Util", "Helpers", "Helper", "Common", "Misc", "Core2"];

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var tooLong = Repository.SourceFiles("src").Concat(Repository.SourceFiles("samples"))
            .Select(file => (File: file, Lines: File.ReadLines(Repository.At(file)).Count()))
            .Where(entry => entry.Lines > MostLines);

        tooLong.Should().BeEmpty();
    }

    [Fact]
    public void Every_folder_of_the_code_is_in_the_code_map()
    {
        var map = File.ReadAllText(Repository.At("docs", "code-map.md"));

        var folders = Repository.SourceFiles("src").SelectMany(FoldersOf)
            .Concat(new[] { "tests", "samples" }.SelectMany(top => Directory.GetDirectories(Repository.At(top)).Select(folder => $"{top}/{Path.GetFileName(folder)}")))
            .Concat(new[] { ".ci", "eng", "docs", "assets", "bench", "samples", "configs" }.Where(top => Directory.Exists(Repository.At(top))))
            .Distinct();

        folders.Should().OnlyContain(folder => map.Contains($"`{folder}`"), "docs/code-map.md names every folder");
    }

    [Fact]
    public void The_code_map_names_no_project_that_is_gone()
    {
        var map = File.ReadAllText(Repository.At("docs", "code-map.md"));

        var named = map.Split('`').Where((_, index) => index % 2 == 1)
            .Where(name => name.Split('/') is ["src" or "tests" or "samples", _]).ToList();

        named.Should().NotBeEmpty().And.OnlyContain(name => Directory.Exists(Repository.At(name)));
    }

    [Fact]
    public void Folders_are_named_for_features()
    {
        var names = Repository.SourceFiles("src").SelectMany(FoldersOf).Select(folder => folder.Split('/')[^1]).Distinct();

        names.Should().NotIntersectWith(VagueNames);
    }

    [Fact]
    public void Project_folder_and_project_file_share_their_name() =>
        Repository.Projects.Should().NotBeEmpty().And.OnlyContain(project => File.Exists(Repository.At("src", project, $"{project}.csproj")));

    [Fact]
    public void The_solution_holds_every_project()
    {
        var solution = File.ReadAllText(Repository.At("Eidetic.slnx"));

        var projects = new[] { "src", "tests", "samples" }.SelectMany(top => Directory.GetDirectories(Repository.At(top)))
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'));

        projects.Should().OnlyContain(project => solution.Contains($"\"{project}\""));
    }

    // "src/Eidetic.Cli/Demo/Html.cs" lies in "src/Eidetic.Cli" and "src/Eidetic.Cli/Demo".
    private static IEnumerable<string> FoldersOf(string file)
    {
        var parts = file.Split('/');
        return Enumerable.Range(2, parts.Length - 2).Select(count => string.Join('/', parts[..count]));
    }
}
