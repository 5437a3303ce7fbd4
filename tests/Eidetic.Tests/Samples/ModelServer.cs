using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eidetic.Tests.Samples;

/// <summary>Speaks OpenAI's protocol on this machine: asks for a tool once, and answers when it has the result.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    public ModelServer(string model, string tool, string arguments, string answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/v1/chat/completions", async (HttpRequest request) =>
        {
            Requests.Add(await new StreamReader(request.Body).ReadToEndAsync());
            var hasResult = JsonDocument.Parse(Requests[^1]).RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("role").GetString() == "tool";
            object message = hasResult
                ? new { role = "assistant", content = answer }
                : new { role = "assistant", content = (string?)null, tool_calls = new[] { new { id = "call-1", type = "function", function = new { name = tool, arguments } } } };
            return Results.Json(new
            {
                id = "1",
                @object = "chat.completion",
                created = 1,
                model,
                choices = new[] { new { index = 0, message, finish_reason = hasResult ? "stop" : "tool_calls" } },
            });
        });
        _app.Start();
    }

    /// <summary>As <c>OPENAI_BASE_URL</c> names it.</summary>
    public string Address => $"{_app.Urls.Single()}/v1";

    /// <summary>Bodies of the requests so far.</summary>
    public List<string> Requests { get; } = [];

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
