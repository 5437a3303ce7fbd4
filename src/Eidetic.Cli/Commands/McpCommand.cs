using System.CommandLine;
using Eidetic.Cli.Inputs;
using Eidetic.Server.Mcp;

namespace Eidetic.Cli.Commands;

/// <summary><c>mcp --memory DIR</c>: the memory as tools of a language model, over standard input and output.</summary>
internal static class McpCommand
{
    public static Command Create()
    {
        var memory = ValueOption.Memory("the memory to offer");
        var command = new Command("mcp", "Offer a memory to language models: a Model Context Protocol server on standard input and output.") { memory };
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var opened = await ImageMemory.OpenAsync(MemoryFolder.RequireExisting(parse.GetRequiredValue(memory)), cancellationToken);
            await MemoryToolServer.RunOverStandardStreamsAsync(opened, cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }
}
