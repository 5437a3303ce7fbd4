using System.Reflection;
using Eidetic.Abstractions;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Eidetic.Server.Mcp;

/// <summary>A memory as a server of tools for language models (Model Context Protocol): recalling, describing, looking.</summary>
internal static class MemoryToolServer
{
    private const string Name = "eidetic";

    private const string Instructions =
        "Finds pictures of one collection by describing them. Ask recall_images with a short English description of what is to be seen, then get_image to look at a hit.";

    /// <summary>Serves over standard input and output, which carry the protocol and nothing else, until the other side closes them.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task RunOverStandardStreamsAsync(ImageMemory memory, CancellationToken cancellationToken)
    {
        await using var transport = new StdioServerTransport(Name);
        await RunAsync(memory, transport, cancellationToken);
    }

    /// <summary>Serves over a transport until it is closed.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="transport">What carries the protocol.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task RunAsync(ImageMemory memory, ITransport transport, CancellationToken cancellationToken)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = Name, Version = Version },
            ServerInstructions = Instructions,
            ToolCollection = [.. MemoryTools.Of(memory)],
        };
        await using var server = McpServer.Create(transport, options);
        await server.RunAsync(cancellationToken);
    }

    private static string Version => typeof(MemoryToolServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
