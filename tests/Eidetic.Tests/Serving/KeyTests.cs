using System.Net.Http.Headers;
using System.Text;
using Eidetic.Abstractions;
using Eidetic.Server;
using Eidetic.Server.Keys;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class KeyTests(LearnedMemory learned)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    public async Task A_server_that_others_can_reach_needs_keys(string url)
    {
        var options = new ServerOptions { Memory = learned.Options.Memory, Urls = ["http://127.0.0.1:0", url] };

        var start = () => EideticServer.StartAsync(options);

        (await start.Should().ThrowAsync<OptionException>()).WithMessage("*--api-keys*");
    }

    [Theory]
    [InlineData("https://127.0.0.1:0", "*must begin with http://*")]
    [InlineData("127.0.0.1:5080", "*must be http://ADDRESS:PORT*")]
    [InlineData("http://127.0.0.1:99999", "*port from 0 to 65535*")]
    [InlineData("http://elsewhere.example:80", "*address of this machine*")]
    public async Task An_address_that_is_none_is_told(string url, string told)
    {
        var start = () => EideticServer.StartAsync(new ServerOptions { Memory = learned.Options.Memory, Urls = [url] });

        (await start.Should().ThrowAsync<OptionException>()).WithMessage(told);
    }

    [Fact]
    public async Task Keys_open_what_their_scope_says_until_they_are_taken_away()
    {
        var file = learned.At("keys.json");
        var (reading, writing) = (ApiKeyFile.Add(file, "reader", ApiKeyScope.Read, Now), ApiKeyFile.Add(file, "writer", ApiKeyScope.Write, Now));
        var options = new ServerOptions { Memory = learned.Copy("served-keys"), Urls = ["http://127.0.0.1:0"], ApiKeys = file };
        await using var server = await EideticServer.StartAsync(options);
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls[0]) };

        await RunningServer.ProblemAsync(await SendAsync(client, HttpMethod.Get, "/v1/memory", key: null), 401);
        await RunningServer.ProblemAsync(await SendAsync(client, HttpMethod.Get, "/v1/memory", "eid_wrong"), 401);
        await RunningServer.ProblemAsync(await SendAsync(client, HttpMethod.Get, "/nothing", key: null), 401);
        await RunningServer.JsonAsync(await SendAsync(client, HttpMethod.Get, "/v1/memory", reading));
        await RunningServer.JsonAsync(await SendAsync(client, HttpMethod.Post, "/v1/recall", reading));
        (await RunningServer.ProblemAsync(await SendAsync(client, HttpMethod.Delete, "/v1/images/red-disc.png", reading), 403)).Should().Contain("scope write");
        await RunningServer.JsonAsync(await SendAsync(client, HttpMethod.Delete, "/v1/images/red-disc.png", writing));
        (await client.GetAsync("/")).IsSuccessStatusCode.Should().BeTrue("the page is where a key is typed");
        (await client.GetAsync("/healthz")).IsSuccessStatusCode.Should().BeTrue();
        ApiKeyFile.Remove(file, "reader");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddSeconds(5));
        await Task.Delay(1100);

        using var late = await SendAsync(client, HttpMethod.Get, "/v1/memory", reading);

        await RunningServer.ProblemAsync(late, 401);
        late.Headers.WwwAuthenticate.Should().ContainSingle(challenge => challenge.Scheme == "Bearer");
        File.ReadAllText(file).Should().NotContain(writing).And.Contain("sha256");
    }

    [Fact]
    public async Task A_client_that_asks_too_much_is_told_to_wait()
    {
        var options = new ServerOptions { Memory = learned.Options.Memory, Urls = ["http://127.0.0.1:0"], RequestsPerSecond = 1, IsReadOnly = true };
        await using var server = await EideticServer.StartAsync(options);
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls[0]) };

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 30; i++)
        {
            answers.Add(await client.GetAsync("/v1/memory"));
        }

        var refused = answers.First(answer => (int)answer.StatusCode == 429);
        await RunningServer.ProblemAsync(refused, 429);
        refused.Headers.RetryAfter!.Delta.Should().BePositive();
        answers.Count(answer => answer.IsSuccessStatusCode).Should().BeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public void A_name_is_taken_once_and_what_is_no_file_of_keys_is_told()
    {
        var (file, broken) = (learned.At("names.json"), learned.At("broken-keys.json"));
        ApiKeyFile.Add(file, "phone", ApiKeyScope.Read, Now).Should().StartWith("eid_").And.HaveLength(47);
        File.WriteAllText(broken, """{"keys":[{"name":"x"}]}""");

        FluentActions.Invoking(() => ApiKeyFile.Add(file, "phone", ApiKeyScope.Read, Now)).Should().Throw<OptionException>().WithMessage("*that no key has*");
        FluentActions.Invoking(() => ApiKeyFile.Remove(file, "tablet")).Should().Throw<OptionException>().WithMessage("*'tablet'*has phone.");
        FluentActions.Invoking(() => ApiKeyFile.Read(broken)).Should().Throw<SourceException>();
        FluentActions.Invoking(() => ApiKeyFile.Read(learned.At("no-keys.json"))).Should().Throw<SourceException>().WithMessage("*eidetic keys add*");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string? key)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        request.Content = method == HttpMethod.Post ? new StringContent("""{"query":"a red disc","top":1}""", Encoding.UTF8, "application/json") : null;
        return await client.SendAsync(request);
    }
}
