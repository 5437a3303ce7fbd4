using System.Text.Json;
using System.Text.RegularExpressions;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class DocumentTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task The_OpenAPI_document_tells_of_every_endpoint_with_its_examples()
    {
        var document = await server.GetAsync("/openapi/v1.json");

        document.GetProperty("openapi").GetString().Should().StartWith("3.1");
        var paths = document.GetProperty("paths");
        paths.EnumerateObject().Select(path => path.Name).Should().Contain(
            ["/v1/recall", "/v1/images", "/v1/images/{key}", "/v1/images/{key}/file", "/v1/images/{key}/thumbnail", "/v1/memory", "/v1/jobs", "/v1/jobs/{id}", "/v1/jobs/{id}/events", "/healthz", "/readyz"]);
        var recall = paths.GetProperty("/v1/recall").GetProperty("post");
        recall.GetProperty("summary").GetString().Should().NotBeEmpty();
        recall.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetProperty("query").GetString().Should().NotBeEmpty();
        recall.GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").TryGetProperty("example", out _).Should().BeTrue();
        paths.GetProperty("/v1/images/{key}").GetProperty("delete").GetProperty("parameters")[0].GetProperty("name").GetString().Should().Be("key");
        foreach (var operation in paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
        {
            operation.Value.TryGetProperty("summary", out _).Should().BeTrue(operation.Value.ToString());
            operation.Name.Should().NotBe("head"); // every get has one, which tells nothing new
        }
    }

    [Fact]
    public async Task The_page_of_the_document_loads_nothing_from_elsewhere()
    {
        using var response = await server.Client.GetAsync("/scalar");

        var page = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue(page);
        Regex.Matches(page, """(?:src|href)="(https?:)?//""").Should().BeEmpty();
        response.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("default-src 'self'");
        var script = Regex.Match(page, "src=\"([^\"]*\\.js[^\"]*)\"").Groups[1].Value;
        using var loaded = await server.Client.GetAsync(new Uri(response.RequestMessage!.RequestUri!, script));
        loaded.IsSuccessStatusCode.Should().BeTrue(script);
    }

    [Fact]
    public async Task Metrics_tell_what_was_asked_and_how_large_the_memory_is()
    {
        await server.AskAsync("/v1/recall", """{"query":"a red disc"}""");

        var text = await server.Client.GetStringAsync("/metrics");

        text.Should().MatchRegex("""eidetic_queries_total\{[^}]*\} [1-9]""").And.MatchRegex("""eidetic_memory_images\{[^}]*\} 24""");
        text.Should().Contain("eidetic_recall_duration_seconds_bucket").And.Contain("http_server_request_duration_seconds");
    }
}
