namespace Eidetic.Tests.Cli;

public sealed class ServingTests
{
    [Theory]
    [InlineData("http://0.0.0.0:5080", "--api-keys must name a file of keys")]
    [InlineData("https://127.0.0.1:5080", "--urls must begin with http://")]
    [InlineData("5080", "--urls must be http://ADDRESS:PORT")]
    public async Task A_server_that_may_not_listen_there_ends_with_2_before_anything_is_opened(string url, string told)
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.OfAsync(new FakeApi(), "serve", "--memory", folder.Path, "--urls", url);

        run.ExitCode.Should().Be(2);
        run.ErrorLines.Should().ContainSingle().Which.Should().Contain(told);
    }

    [Fact]
    public async Task A_key_is_printed_once_listed_by_name_and_taken_away()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "keys.json");

        var added = await CliRun.OfAsync(new FakeApi(), "keys", "add", "phone", "--api-keys", file, "--scope", "write");
        var listed = await CliRun.OfAsync(new FakeApi(), "keys", "list", "--api-keys", file);
        var twice = await CliRun.OfAsync(new FakeApi(), "keys", "add", "phone", "--api-keys", file);
        var removed = await CliRun.OfAsync(new FakeApi(), "keys", "remove", "phone", "--api-keys", file);
        var missing = await CliRun.OfAsync(new FakeApi(), "keys", "list", "--api-keys", file + ".none");

        added.Out.Trim().Should().StartWith("eid_").And.HaveLength(47);
        listed.Out.Should().Contain("phone  write").And.NotContain(added.Out.Trim());
        (added.ExitCode, listed.ExitCode, twice.ExitCode, removed.ExitCode, missing.ExitCode).Should().Be((0, 0, 2, 0, 3));
    }
}
