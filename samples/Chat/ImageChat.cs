using System.Text.Json;
using Eidetic.Extensions.AI;
using Microsoft.Extensions.AI;

namespace ChatSample;

/// <summary>A conversation with a model that may look into a memory of images. One question at a time.</summary>
internal sealed class ImageChat(IChatClient model, AIFunction recallImages) : IDisposable
{
    // Calls the tool when the model asks for it, hands the result back, and so on until the model answers in words.
    private readonly IChatClient _model = model.AsBuilder().UseFunctionInvocation().Build();
    private readonly ChatOptions _options = new() { Tools = [recallImages] };
    private readonly List<ChatMessage> _messages =
    [
        new(ChatRole.System, $"Answer with pictures: look them up with {recallImages.Name}, describing in a few English words what is to be seen. "
            + "Name only images that it returned. Where it found nothing, say so."),
    ];

    public async Task<ImageAnswer> AskAsync(string question, CancellationToken cancellationToken = default)
    {
        _messages.Add(new ChatMessage(ChatRole.User, question));
        var response = await _model.GetResponseAsync(_messages, _options, cancellationToken);
        _messages.AddMessages(response);

        var recalled = response.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(Read).OfType<RecalledImages>();
        return new ImageAnswer(response.Messages[^1].Text, [.. recalled.Where(result => result.Found).SelectMany(result => result.Images)]);
    }

    /// <summary>Reads what the tool returned; null where it failed and the model was told why.</summary>
    public static RecalledImages? Read(FunctionResultContent content) =>
        content.Result is JsonElement { ValueKind: JsonValueKind.Object } json ? json.Deserialize<RecalledImages>(AIJsonUtilities.DefaultOptions) : null;

    public void Dispose() => _model.Dispose();
}
