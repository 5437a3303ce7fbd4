using System.Net;
using System.Net.Http.Headers;
using Eidetic.Data;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class ImageTests(RunningServer server, LearnedMemory learned) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task The_memory_tells_what_it_holds()
    {
        var memory = await server.GetAsync("/v1/memory");

        memory.GetProperty("images").GetInt32().Should().Be(24);
        memory.GetProperty("scheme").GetString().Should().Be("residual");
        memory.GetProperty("generation").GetString().Should().Be("000001");
        memory.GetProperty("writable").GetBoolean().Should().BeTrue();
        memory.GetProperty("calibrated").GetBoolean().Should().BeFalse();
        memory.GetProperty("bytes").GetInt64().Should().Be(learned.Memory.Info.Files.Sum(file => file.SizeInBytes));
    }

    [Fact]
    public async Task Pages_of_images_hold_every_image_once_in_the_order_of_their_keys()
    {
        var keys = new List<string>();
        string? after = null;
        do
        {
            var page = await server.GetAsync($"/v1/images?limit=7&after={after}");
            keys.AddRange(page.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("image").GetString()!));
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        keys.Should().HaveCount(24).And.OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal);
        (await server.GetAsync("/v1/images?prefix=green-")).GetProperty("images").EnumerateArray().Should().OnlyContain(image => image.GetProperty("image").GetString()!.StartsWith("green-"));
    }

    [Fact]
    public async Task A_file_comes_whole_in_parts_or_not_at_all_when_it_is_known()
    {
        var expected = ImageWriter.EncodePng(Pictures.Draw("red-disc"));

        using var whole = await server.Client.GetAsync("/v1/images/red-disc.png/file");
        using var part = await SendAsync("/v1/images/red-disc.png/file", headers => headers.Range = new RangeHeaderValue(2, 5));
        using var known = await SendAsync("/v1/images/red-disc.png/file", headers => headers.IfNoneMatch.Add(whole.Headers.ETag!));

        (await whole.Content.ReadAsByteArrayAsync()).Should().Equal(expected);
        whole.Content.Headers.ContentType!.MediaType.Should().Be("image/png");
        part.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync()).Should().Equal(expected[2..6]);
        known.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_file_that_is_no_picture_any_more_is_given_as_bytes_that_run_nothing()
    {
        var copy = Path.Combine(learned.Source, "green-disc.png");
        var bytes = File.ReadAllBytes(copy);
        File.WriteAllText(copy, "<script>alert(1)</script>");
        try
        {
            using var file = await server.Client.GetAsync("/v1/images/green-disc.png/file");
            using var thumbnail = await server.Client.GetAsync("/v1/images/green-disc.png/thumbnail");

            file.Content.Headers.ContentType!.MediaType.Should().Be("application/octet-stream");
            file.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("sandbox");
            file.Headers.GetValues("X-Content-Type-Options").Single().Should().Be("nosniff");
            await RunningServer.ProblemAsync(thumbnail, 422);
        }
        finally
        {
            File.WriteAllBytes(copy, bytes);
        }
    }

    [Fact]
    public async Task A_thumbnail_is_a_picture_of_the_size_asked_for_that_browsers_keep()
    {
        using var small = await server.Client.GetAsync("/v1/images/red-disc.png/thumbnail?size=64");
        using var known = await SendAsync("/v1/images/red-disc.png/thumbnail?size=64", headers => headers.IfNoneMatch.Add(small.Headers.ETag!));

        var picture = new ImageDecoder().Decode(await small.Content.ReadAsByteArrayAsync(), "thumbnail");
        Math.Max(picture.Width, picture.Height).Should().BeLessThanOrEqualTo(64);
        small.Headers.CacheControl!.MaxAge.Should().BePositive();
        known.StatusCode.Should().Be(HttpStatusCode.NotModified);
        await RunningServer.ProblemAsync(await server.Client.GetAsync("/v1/images/red-disc.png/thumbnail?size=-1"), 400);
    }

    [Theory]
    [InlineData("/v1/images/nobody.png")]
    [InlineData("/v1/images/nobody.png/file")]
    [InlineData("/v1/images/..%2F..%2Fmemory.json/file")]
    [InlineData("/v1/images/%2Fetc%2Fpasswd/file")]
    [InlineData("/v1/nothing")]
    public async Task What_is_not_there_is_a_problem(string path) => await RunningServer.ProblemAsync(await server.Client.GetAsync(path), 404);

    [Fact]
    public async Task The_page_comes_from_the_server_alone_and_may_run_nothing_else()
    {
        using var page = await server.Client.GetAsync("/");
        using var known = await SendAsync("/", headers => headers.IfNoneMatch.Add(page.Headers.ETag!));

        page.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8");
        page.Headers.GetValues("Content-Security-Policy").Single().Should().StartWith("default-src 'self'").And.NotContain("unsafe");
        known.StatusCode.Should().Be(HttpStatusCode.NotModified);
        (await server.GetAsync("/healthz")).GetProperty("status").GetString().Should().Be("ok");
        (await server.GetAsync("/readyz")).GetProperty("status").GetString().Should().Be("ok");
    }

    [Fact]
    public async Task Pages_of_other_sites_cannot_ask_for_changes_nor_reach_the_server_by_another_name()
    {
        using var foreign = await SendAsync("/v1/images/red-disc.png", headers => headers.Add("Origin", "https://elsewhere.example"), HttpMethod.Delete);
        using var crossing = await SendAsync("/v1/images/red-disc.png", headers => headers.Add("Sec-Fetch-Site", "cross-site"), HttpMethod.Delete);
        using var rebound = await SendAsync("/v1/memory", headers => headers.Host = "elsewhere.example");

        await RunningServer.ProblemAsync(foreign, 403);
        await RunningServer.ProblemAsync(crossing, 403);
        await RunningServer.ProblemAsync(rebound, 421);
        (await server.GetAsync("/v1/memory")).GetProperty("images").GetInt32().Should().Be(24);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, Action<HttpRequestHeaders> set, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        set(request.Headers);
        return await server.Client.SendAsync(request);
    }
}
