using Eidetic.Cli;
using Eidetic.Cli.Api;
using Eidetic.Cli.Inputs;
using Eidetic.Docs.Tests.Pages;
using Eidetic.Tests.Architecture;

namespace Eidetic.Docs.Tests.CommandLines;

/// <summary>Command lines in docs are read by the program's own parser; none is run.</summary>
public sealed class CommandLineTests
{
    // What was measured once stands there as it was typed then.
    private const string History = "docs/experiments.md";

    // Their value is a folder that the reader has once the page's other commands are run.
    private static readonly string[] OptionsOfFolders = ["--model", "--eyes", "--ears"];

    private static readonly EideticApp App = new(new CliContext
    {
        Api = new EideticApi(),
        Showcase = new DemoShowcase(),
        Out = Terminal.Open(TextWriter.Null, isRedirected: true),
        Error = Terminal.Open(TextWriter.Null, isRedirected: true),
        Time = TimeProvider.System,
    });

    private static IEnumerable<MarkdownPage> Pages => MarkdownPage.All.Where(path => path != History).Select(MarkdownPage.Read);

    [Fact]
    public void Every_command_that_a_page_shows_is_one_of_the_program()
    {
        var commands = Pages.SelectMany(DocumentedCommand.Of).ToList();

        var wrong = commands.Select(command => (Command: command, Problem: FindProblem(command)))
            .Where(found => found.Problem is not null).Select(found => $"{found.Command}: {found.Problem}");

        commands.Should().Contain(command => command.IsWhole).And.Contain(command => !command.IsWhole);
        string.Join('\n', wrong).Should().BeEmpty();
    }

    [Fact]
    public void Every_project_that_a_page_runs_is_there()
    {
        var projects = Pages.SelectMany(DocumentedCommand.Projects).ToList();

        projects.Should().NotBeEmpty().And.OnlyContain(found => Directory.Exists(Repository.At(found.Project)) || File.Exists(Repository.At(found.Project)));
    }

    [Theory]
    [InlineData("eidetic recall \"two dogs\" --memory m --tpo 3", "there is no option '--tpo': 'eidetic recall --help' lists the options")]
    [InlineData("dotnet run -c Release --project src/Eidetic.Cli -- insert photos", "there is no command 'insert'*")]
    [InlineData("HOME=/tmp eidetic recall two dogs --memory m | head", "'dogs' is not expected here*")]
    [InlineData("cd x && eidetic info # --memory m", "'info' needs --memory DIR*")]
    [InlineData("$ eidetic recall cat \\\n  --memory m --top many", "--top must be a whole number, got 'many'")]
    public void A_wrong_command_is_found(string line, string problem)
    {
        var page = MarkdownPage.Parse("page.md", $"Text.\n```bash\n\n{line}\n```");

        var command = DocumentedCommand.Of(page).Should().ContainSingle().Subject;

        command.Line.Should().Be(4);
        FindProblem(command).Should().Match(problem);
    }

    [Fact]
    public void Prose_may_leave_out_what_a_command_needs_but_may_not_make_up_options()
    {
        var page = MarkdownPage.Parse("page.md", "Ask with `eidetic recall …`, add with `eidetic add --quickly`.");

        var commands = DocumentedCommand.Of(page).ToList();

        commands.Select(FindProblem).Should().Equal(null, "there is no option '--quickly': 'eidetic add --help' lists the options");
    }

    private static string? FindProblem(DocumentedCommand command)
    {
        var arguments = command.Arguments.Select((word, index) => index > 0 && OptionsOfFolders.Contains(command.Arguments[index - 1]) ? "." : word);
        var parse = App.Parse([.. arguments]);
        return UsageErrors.FindUnknown(parse) ?? (command.IsWhole ? UsageErrors.Find(parse) : null);
    }
}
