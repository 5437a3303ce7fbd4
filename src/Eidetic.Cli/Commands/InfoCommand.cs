using System.CommandLine;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;

namespace Eidetic.Cli.Commands;

/// <summary><c>info --memory DIR</c>: what a memory holds and how it came about.</summary>
internal static class InfoCommand
{
    public static Command Create(CliContext context)
    {
        var memory = ValueOption.Memory("the memory to look at");
        var command = new Command("info", "Tell what a memory holds and how it came about.") { memory };
        command.SetAction((parse, cancellationToken) => RunAsync(context, parse.GetRequiredValue(memory), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, string folder, CancellationToken cancellationToken)
    {
        MemoryFolder.RequireExisting(folder);
        await using var memory = await context.Api.OpenAsync(folder, cancellationToken);
        InfoList.Write(context.Out, folder, memory.Info);
        return ExitCodes.Done;
    }
}
