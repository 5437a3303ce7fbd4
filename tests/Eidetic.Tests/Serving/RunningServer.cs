using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Eidetic.Server;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

/// <summary>A server over a copy of the learned memory, on a free port of this machine.</summary>
public sealed class RunningServer(LearnedMemory learned) : IAsyncLifetime
{
    private static int _count;
    private EideticServer _server = null!;

    public string Folder { get; } = learned.Copy($"served-{Interlocked.Increment(ref _count)}");

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await EideticServer.StartAsync(new ServerOptions { Memory = Folder, Urls = ["http://127.0.0.1:0"] });
        Client = new HttpClient { BaseAddress = new Uri(_server.Urls[0]) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }

    public async Task<JsonElement> GetAsync(string path) => await Client.GetFromJsonAsync<JsonElement>(path);

    public Task<HttpResponseMessage> PostAsync(string path, string json) => Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Answers what is expected to be answered.</summary>
    public async Task<JsonElement> AskAsync(string path, string json) => await JsonAsync(await PostAsync(path, json));

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).Should().BeInRange(200, 299, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Reads a problem and checks that it is one.</summary>
    public static async Task<string> ProblemAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).Should().Be(status, text);
        response.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        problem.GetProperty("status").GetInt32().Should().Be(status);
        problem.GetProperty("title").GetString().Should().NotBeEmpty();
        problem.GetProperty("type").GetString().Should().StartWith("https://");
        problem.GetProperty("traceId").GetString().Should().NotBeEmpty();
        return problem.GetProperty("detail").GetString()!;
    }

    public static MultipartFormDataContent Form(params (string Part, string Name, byte[] Bytes)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (part, name, bytes) in files)
        {
            form.Add(new ByteArrayContent(bytes), part, name);
        }

        return form;
    }
}
