using System.Text.RegularExpressions;

namespace Eidetic.Tests.Architecture;

/// <summary>The image cannot be built where these tests run; what can be held together without building it is.</summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Dockerfile = ReadInstructions("Dockerfile");

    private static readonly string[] Compose = ReadInstructions("compose.yaml");

    [Fact]
    public void What_the_image_is_built_of_is_there_and_not_kept_out()
    {
        var ignored = ReadInstructions(".dockerignore").Select(line => line.TrimEnd('/')).ToList();

        var built = Published().Groups["project"].Value;
        var needed = new[] { built, "Directory.Build.props", "Directory.Packages.props", "eng", "assets", "LICENSE", "THIRD-PARTY-NOTICES.md" };

        Dockerfile.Should().Contain("COPY . .");
        needed.Should().OnlyContain(path => Directory.Exists(Repository.At(path)) || File.Exists(Repository.At(path)));
        needed.Select(path => path.Split('/')[0]).Should().NotIntersectWith(ignored);
        ignored.Should().Contain("**/bin").And.Contain("**/obj", "what this system built is not what the image builds");
    }

    [Fact]
    public void What_a_stage_copies_from_another_was_made_there()
    {
        var made = Published();

        var copied = Dockerfile.Where(line => line.StartsWith("COPY --from=build ", StringComparison.Ordinal)).Select(line => line.Split(' ')[^2]);

        copied.Should().Equal(made.Groups["output"].Value, made.Groups["folder"].Value);
    }

    [Fact]
    public void The_entry_is_the_program_that_was_published() =>
        Dockerfile.Should().Contain($"ENTRYPOINT [\"dotnet\", \"{Published().Groups["output"].Value}/Eidetic.Cli.dll\"]");

    [Fact]
    public void The_image_runs_without_root()
    {
        var last = Array.FindLastIndex(Dockerfile, line => line.StartsWith("FROM ", StringComparison.Ordinal));

        Dockerfile[last..].Should().Contain("USER $APP_UID").And.Contain(line => line.StartsWith("FROM ", StringComparison.Ordinal) && line.Contains("chiseled"));
    }

    [Fact]
    public void The_server_listens_where_the_image_and_the_compose_file_say_and_asks_for_keys()
    {
        var port = Dockerfile.Single(line => line.StartsWith("EXPOSE ", StringComparison.Ordinal)).Split(' ')[1];
        var command = Dockerfile.Single(line => line.StartsWith("CMD ", StringComparison.Ordinal));

        command.Should().Contain($"http://*:{port}").And.Contain("--api-keys");
        Compose.Should().Contain($"- \"127.0.0.1:{port}:{port}\"");
    }

    [Fact]
    public void What_must_outlive_the_container_lies_in_its_volume()
    {
        var volume = Dockerfile.Single(line => line.StartsWith("VOLUME ", StringComparison.Ordinal)).Split(' ')[1];

        var kept = Dockerfile.Where(line => line.StartsWith("CMD ", StringComparison.Ordinal) || line.StartsWith("ENV ", StringComparison.Ordinal))
            .SelectMany(line => InData().Matches(line)).Select(match => match.Value).ToList();

        kept.Should().HaveCount(3).And.OnlyContain(path => path.StartsWith($"{volume}/", StringComparison.Ordinal));
        Compose.Should().Contain($"- memory:{volume}");
    }

    [Fact]
    public void The_guide_uses_the_same_places()
    {
        var guide = File.ReadAllText(Repository.At("docs", "guides", "docker.md"));
        var command = Dockerfile.Single(line => line.StartsWith("CMD ", StringComparison.Ordinal));

        var places = InData().Matches(command).Select(match => match.Value).ToList();

        places.Should().HaveCount(2).And.OnlyContain(place => guide.Contains(place));
        Compose.Should().Contain(line => line.EndsWith(":/pictures:ro", StringComparison.Ordinal));
    }

    private static Match Published() => PublishStep().Match(Dockerfile.Single(line => line.StartsWith("RUN ", StringComparison.Ordinal)));

    private static string[] ReadInstructions(string file) =>
        [.. File.ReadAllLines(Repository.At(file)).Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#'))];

    [GeneratedRegex(@"dotnet publish (?<project>\S+) .*-o (?<output>\S+) && mkdir (?<folder>\S+)$")]
    private static partial Regex PublishStep();

    [GeneratedRegex(@"/\w+/[\w.]+")]
    private static partial Regex InData();
}
