using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace ChatSample;

/// <summary>A model behind an address that speaks OpenAI's protocol: OpenAI's own, or one on this machine (Ollama, llama.cpp, vLLM …).</summary>
internal static class ConfiguredModel
{
    private const string Default = "https://api.openai.com/v1";

    /// <summary>Makes the client that the environment names.</summary>
    /// <param name="read">Reads a variable: <c>OPENAI_MODEL</c>, <c>OPENAI_BASE_URL</c> and <c>OPENAI_API_KEY</c>.</param>
    /// <returns>The client, or null where no model is named.</returns>
    public static IChatClient? Create(Func<string, string?> read)
    {
        if (read("OPENAI_MODEL") is not { Length: > 0 } model)
        {
            return null;
        }

        // Servers on this machine want no key, but the client sends one.
        var key = new ApiKeyCredential(read("OPENAI_API_KEY") is { Length: > 0 } secret ? secret : "none");
        var address = new Uri(read("OPENAI_BASE_URL") is { Length: > 0 } url ? url : Default);
        return new OpenAIClient(key, new OpenAIClientOptions { Endpoint = address }).GetChatClient(model).AsIChatClient();
    }
}
