using System.Text.Json;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class MalformedTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const int Requests = 520;

    [Fact]
    public async Task Whatever_is_wrong_with_a_request_is_told_in_a_problem_and_is_never_the_servers_failure()
    {
        var kinds = MalformedRequests.Kinds.ToArray();
        var wrong = new List<string>();

        for (var i = 0; i < Requests; i++)
        {
            var (kind, make) = kinds[i % kinds.Length];
            using var request = make(i / kinds.Length);
            using var response = await server.Client.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            if ((int)response.StatusCode is < 400 or >= 500 || !IsProblem(response, body))
            {
                wrong.Add($"{kind} ({i / kinds.Length}): {(int)response.StatusCode} {response.Content.Headers.ContentType} {body}");
            }
        }

        kinds.Length.Should().BeGreaterThanOrEqualTo(20);
        string.Join('\n', wrong).Should().BeEmpty();
        (await server.GetAsync("/v1/memory")).GetProperty("images").GetInt32().Should().Be(24, "nothing was changed");
        (await server.GetAsync("/v1/jobs")).GetProperty("jobs").GetArrayLength().Should().Be(0);
    }

    private static bool IsProblem(HttpResponseMessage response, string body)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return false;
        }

        var problem = JsonSerializer.Deserialize<JsonElement>(body);
        return problem.GetProperty("status").GetInt32() == (int)response.StatusCode && problem.GetProperty("detail").GetString()!.Length > 10;
    }
}
