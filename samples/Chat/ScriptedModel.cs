using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ChatSample;

/// <summary>
/// Takes the place of a model where none is configured. It understands nothing: it looks up what was typed, word for word, and puts what was found
/// into a sentence. What it shows is the protocol, which any model follows: ask for the tool, read its result, answer.
/// </summary>
internal sealed class ScriptedModel : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var last = messages.Last();
        AIContent next = last.Contents.OfType<FunctionResultContent>().FirstOrDefault() is { } result
            ? new TextContent(PutIntoWords(result))
            : new FunctionCallContent("look-up", ToolOf(options), new Dictionary<string, object?> { ["query"] = last.Text, ["top"] = 3 });
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [next])));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing to free.
    }

    private static string ToolOf(ChatOptions? options) =>
        options?.Tools?.OfType<AIFunction>().FirstOrDefault()?.Name ?? throw new InvalidOperationException("Expected a tool to call, found none in the options.");

    private static string PutIntoWords(FunctionResultContent content) => ImageChat.Read(content) switch
    {
        null => "I could not look that up.",
        { Found: false, Images: [var closest, ..] } => $"There is no such picture. The closest is {closest.Image}.",
        { Images: [] } => "There are no pictures.",
        { Images: [var best, ..] images } => $"I found {images.Count}. The best is {best.Image}{(best.Caption is { } caption ? $" ({caption})" : "")}.",
    };
}
