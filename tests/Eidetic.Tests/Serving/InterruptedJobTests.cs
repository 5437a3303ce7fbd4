using System.Net.Http.Json;
using System.Text.Json;
using Eidetic.Server;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class InterruptedJobTests(LearnedMemory learned)
{
    private const string Evaluate = """{"kind":"evaluate","queries":[{"query":"a red disc","image":"red-disc.png"}]}""";

    [Fact]
    public async Task What_became_of_jobs_is_known_to_the_next_server_and_those_in_work_were_interrupted()
    {
        var folder = learned.Copy("interrupted");
        await using (var server = await StartAsync(folder))
        {
            using var client = ClientOf(server);
            await PostAsync(client, Evaluate);
            await UntilAsync(client, "1", "done");
            await PostAsync(client, """{"kind":"memorize","epochs":10000}""");
            await UntilAsync(client, "2", "running");
            await PostAsync(client, Evaluate);
        }

        await using var next = await StartAsync(folder);
        using var asking = ClientOf(next);
        var (done, running, waiting) = (await GetAsync(asking, "1"), await GetAsync(asking, "2"), await GetAsync(asking, "3"));
        var events = await asking.GetStringAsync("/v1/jobs/2/events");
        var cancelled = await (await asking.DeleteAsync("/v1/jobs/3")).Content.ReadFromJsonAsync<JsonElement>();
        var another = await PostAsync(asking, Evaluate);

        State(done).Should().Be("done");
        done.GetProperty("result").GetProperty("queries").GetInt32().Should().Be(1);
        (State(running), State(waiting), State(cancelled)).Should().Be(("interrupted", "interrupted", "interrupted"));
        running.GetProperty("message").GetString().Should().Contain("server stopped");
        events.Should().StartWith("event: failed");
        another.GetProperty("id").GetString().Should().Be("4");
        (await asking.GetFromJsonAsync<JsonElement>("/v1/memory")).GetProperty("generation").GetString().Should().Be("000001");
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"jobs":[null,{}]}""")]
    public async Task A_file_of_jobs_that_cannot_be_read_keeps_no_server_from_starting(string content)
    {
        var folder = learned.Copy($"jobs-{content.Length}");
        await File.WriteAllTextAsync(Path.Combine(folder, "jobs.json"), content);

        await using var server = await StartAsync(folder);

        using var client = ClientOf(server);
        (await client.GetFromJsonAsync<JsonElement>("/v1/jobs")).GetProperty("jobs").GetArrayLength().Should().Be(0);
        (await PostAsync(client, Evaluate)).GetProperty("id").GetString().Should().Be("1");
    }

    [Fact]
    public async Task A_second_server_of_a_memory_neither_interrupts_the_jobs_of_the_first_nor_overwrites_them()
    {
        var folder = learned.Copy("two-servers");
        await using (var first = await StartAsync(folder))
        {
            using var client = ClientOf(first);
            await PostAsync(client, """{"kind":"memorize","epochs":10000}""");
            await UntilAsync(client, "1", "running");
            await using (var second = await StartAsync(folder))
            {
                using var other = ClientOf(second);
                (await other.GetFromJsonAsync<JsonElement>("/v1/jobs")).GetProperty("jobs").GetArrayLength().Should().Be(0);
                await PostAsync(other, Evaluate);
                await UntilAsync(other, "1", "done");
            }

            State(await GetAsync(client, "1")).Should().Be("running");
        }

        await using var next = await StartAsync(folder);
        using var asking = ClientOf(next);
        var jobs = (await asking.GetFromJsonAsync<JsonElement>("/v1/jobs")).GetProperty("jobs").EnumerateArray().ToArray();

        jobs.Select(job => (job.GetProperty("kind").GetString(), State(job))).Should().Equal(("memorize", "interrupted"));
    }

    private static Task<EideticServer> StartAsync(string folder) => EideticServer.StartAsync(new ServerOptions { Memory = folder, Urls = ["http://127.0.0.1:0"] });

    private static HttpClient ClientOf(EideticServer server) => new() { BaseAddress = new Uri(server.Urls[0]) };

    private static string? State(JsonElement job) => job.GetProperty("state").GetString();

    private static Task<JsonElement> GetAsync(HttpClient client, string id) => client.GetFromJsonAsync<JsonElement>("/v1/jobs/" + id);

    private static async Task<JsonElement> PostAsync(HttpClient client, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await RunningServer.JsonAsync(await client.PostAsync("/v1/jobs", content));
    }

    private static async Task UntilAsync(HttpClient client, string id, string state)
    {
        for (var tries = 0; State(await GetAsync(client, id)) != state; tries++)
        {
            tries.Should().BeLessThan(1000);
            await Task.Delay(20);
        }
    }
}
