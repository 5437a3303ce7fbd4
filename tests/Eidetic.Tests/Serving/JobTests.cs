using System.Text.Json;
using Eidetic.Data;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class JobTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_consolidation_is_followed_to_its_end_and_learns_what_was_uploaded()
    {
        using var form = RunningServer.Form(("files", "new.png", ImageWriter.EncodePng(Pictures.Draw("orange-square"))));
        await RunningServer.JsonAsync(await server.Client.PostAsync("/v1/images", form));

        using var started = await server.PostAsync("/v1/jobs", """{"kind":"consolidate","epochs":3}""");
        var events = await FollowAsync(started.Headers.Location!);

        started.StatusCode.Should().Be(System.Net.HttpStatusCode.Accepted);
        events.Select(e => e.Name).Should().EndWith("done").And.OnlyContain(name => name == "progress" || name == "done");
        var job = events[^1].Job;
        job.GetProperty("state").GetString().Should().Be("done");
        job.GetProperty("result").GetProperty("added").GetInt32().Should().Be(1);
        var memory = await server.GetAsync("/v1/memory");
        (memory.GetProperty("images").GetInt32(), memory.GetProperty("added").GetInt32()).Should().Be((25, 0));
        (await server.GetAsync("/v1/jobs")).GetProperty("jobs").EnumerateArray().Should().Contain(one => one.GetProperty("kind").GetString() == "consolidate");
    }

    [Fact]
    public async Task An_evaluation_reports_what_the_library_measures()
    {
        using var started = await server.PostAsync("/v1/jobs", """{"kind":"evaluate","queries":[{"query":"a red disc","image":"red-disc.png"}]}""");

        var events = await FollowAsync(started.Headers.Location!);

        events[^1].Job.GetProperty("result").GetProperty("queries").GetInt32().Should().Be(1);
        events[^1].Job.GetProperty("fraction").GetDouble().Should().Be(1);
    }

    [Fact]
    public async Task A_job_that_is_cancelled_leaves_the_memory_as_it_was_and_changes_wait_for_no_job()
    {
        var before = (await server.GetAsync("/v1/memory")).GetProperty("generation").GetString();
        using var started = await server.PostAsync("/v1/jobs", """{"kind":"memorize","epochs":10000}""");
        await StateAsync(started.Headers.Location!, "running");

        using var refused = await server.Client.DeleteAsync("/v1/images/green-disc.png");
        await RunningServer.JsonAsync(await server.Client.DeleteAsync(started.Headers.Location!));
        var events = await FollowAsync(started.Headers.Location!);

        (await RunningServer.ProblemAsync(refused, 409)).Should().Contain("memorize");
        events[^1].Name.Should().Be("failed");
        events[^1].Job.GetProperty("state").GetString().Should().Be("cancelled");
        (await server.GetAsync("/v1/memory")).GetProperty("generation").GetString().Should().Be(before);
    }

    [Theory]
    [InlineData("""{"kind":"dance"}""")]
    [InlineData("""{"kind":"evaluate"}""")]
    [InlineData("""{"kind":"evaluate","queries":[{"query":"a disc","image":"nobody.png"}]}""")]
    [InlineData("""{"kind":"consolidate","epochs":0}""")]
    [InlineData("""{"kind":"consolidate","epochs":3,"timeBudgetSeconds":5}""")]
    [InlineData("""{"epochs":3}""")]
    public async Task Jobs_that_make_no_sense_are_refused(string json) => await RunningServer.ProblemAsync(await server.PostAsync("/v1/jobs", json), 400);

    [Fact]
    public async Task A_job_that_is_not_there_is_a_problem()
    {
        await RunningServer.ProblemAsync(await server.Client.GetAsync("/v1/jobs/999"), 404);
        await RunningServer.ProblemAsync(await server.Client.GetAsync("/v1/jobs/999/events"), 404);
    }

    private async Task StateAsync(Uri job, string state)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if ((await server.GetAsync(job.ToString())).GetProperty("state").GetString() == state)
            {
                return;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"The job did not become {state}.");
    }

    private async Task<List<(string Name, JsonElement Job)>> FollowAsync(Uri job)
    {
        var events = new List<(string, JsonElement)>();
        await using var stream = await server.Client.GetStreamAsync(job + "/events");
        using var reader = new StreamReader(stream);
        var name = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            name = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : name;
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                events.Add((name, JsonSerializer.Deserialize<JsonElement>(line[6..])));
            }
        }

        return events;
    }
}
