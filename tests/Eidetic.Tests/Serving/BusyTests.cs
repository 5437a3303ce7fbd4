using System.Net;
using System.Net.Http.Json;
using Eidetic.Server;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class BusyTests(LearnedMemory learned)
{
    [Fact]
    public async Task Requests_that_come_while_as_many_wait_as_may_are_told_to_come_back_and_the_others_are_answered()
    {
        await using var server = await EideticServer.StartAsync(new ServerOptions
        {
            Memory = learned.Copy("busy"),
            Urls = ["http://127.0.0.1:0"],
            Limits = new ServerLimits { WaitingQueries = 1 },
        });
        using var client = new HttpClient { BaseAddress = new Uri(server.Urls[0]) };
        var many = new { queries = Enumerable.Range(0, 256).Select(i => $"a red disc number {i}").ToArray() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => client.PostAsJsonAsync("/v1/recall", many)));
        using var after = await client.PostAsJsonAsync("/v1/recall", many);

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK || answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        answers.Should().Contain(answer => answer.StatusCode == HttpStatusCode.OK);
        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        (await RunningServer.ProblemAsync(refused, 503)).Should().Contain("at most 1 queries");
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        after.StatusCode.Should().Be(HttpStatusCode.OK);
    }
}
