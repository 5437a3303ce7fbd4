using System.Net;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class HeadTests(RunningServer server) : IClassFixture<RunningServer>
{
    // What differs from answer to answer.
    private static readonly string[] Varying = ["Date", "Transfer-Encoding", "Content-Length"];

    [Theory]
    [InlineData("/v1/memory", 200)]
    [InlineData("/v1/images", 200)]
    [InlineData("/v1/images?limit=none", 400)]
    [InlineData("/v1/images/red-disc.png", 200)]
    [InlineData("/v1/images/nobody.png", 404)]
    [InlineData("/v1/images/red-disc.png/file", 200)]
    [InlineData("/v1/images/nobody.png/file", 404)]
    [InlineData("/v1/images/red-disc.png/thumbnail?size=64", 200)]
    [InlineData("/v1/jobs", 200)]
    [InlineData("/v1/jobs/999", 404)]
    [InlineData("/healthz", 200)]
    [InlineData("/readyz", 200)]
    [InlineData("/", 200)]
    [InlineData("/openapi/v1.json", 200)]
    [InlineData("/metrics", 200)]
    public async Task What_answers_GET_answers_HEAD_without_the_body(string path, int status)
    {
        using var get = await server.Client.GetAsync(path);
        using var head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        ((int)head.StatusCode).Should().Be(status);
        get.StatusCode.Should().Be(head.StatusCode);
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        HeadersOf(head).Should().BeEquivalentTo(HeadersOf(get));
        if (path.EndsWith("/file", StringComparison.Ordinal) && status == 200)
        {
            head.Headers.ETag.Should().NotBeNull();
            head.Content.Headers.ContentLength.Should().Be((await get.Content.ReadAsByteArrayAsync()).Length);
        }
    }

    [Fact]
    public async Task A_HEAD_for_what_is_known_is_answered_so()
    {
        using var first = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v1/images/red-disc.png/thumbnail"));
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/images/red-disc.png/thumbnail");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await server.Client.SendAsync(request);

        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_HEAD_for_the_events_of_a_job_does_not_wait_for_its_end()
    {
        using var started = await server.PostAsync("/v1/jobs", """{"kind":"memorize","epochs":10000}""");
        var job = started.Headers.Location!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));

        using var head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, job + "/events"), patience.Token);
        await RunningServer.JsonAsync(await server.Client.DeleteAsync(job));

        head.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
    }

    [Fact]
    public async Task A_HEAD_for_what_only_takes_POST_is_refused()
    {
        using var head = await server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v1/recall"));

        head.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        head.Content.Headers.Allow.Should().Equal("POST");
    }

    private static IEnumerable<(string Name, string Value)> HeadersOf(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers).Where(header => !Varying.Contains(header.Key)).Select(header => (header.Key, string.Join(",", header.Value)));
}
