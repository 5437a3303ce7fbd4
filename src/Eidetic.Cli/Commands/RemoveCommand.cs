using System.CommandLine;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;

namespace Eidetic.Cli.Commands;

/// <summary><c>remove KEY… --memory DIR</c>: images that are not to be recalled any more.</summary>
internal static class RemoveCommand
{
    public static Command Create(CliContext context)
    {
        var keys = new Argument<string[]>("KEY") { Description = "keys of the images", Arity = ArgumentArity.OneOrMore };
        var memory = ValueOption.Memory("the memory to remove from");
        var json = ValueOption.Switch("--json", "print JSON");
        var command = new Command("remove", "Remove images from a memory at once: all that are named, or none.") { keys, memory, json };
        command.SetAction((parse, cancellationToken) => RunAsync(
            context, parse.GetRequiredValue(keys), parse.GetRequiredValue(memory), parse.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, string[] keys, string folder, bool asJson, CancellationToken cancellationToken)
    {
        MemoryFolder.RequireExisting(folder);
        await using var memory = await context.Api.OpenAsync(folder, cancellationToken);
        var report = await memory.RemoveAsync(keys, cancellationToken);
        if (asJson)
            LivingSummary.WriteJson(context.Out, report);
        else
            LivingSummary.Write(context.Out, report);

        return ExitCodes.Done;
    }
}
