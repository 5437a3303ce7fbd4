using System.CommandLine;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;

namespace Eidetic.Cli.Commands;

/// <summary><c>add SOURCE --memory DIR</c>: images that come later, without learning.</summary>
internal static class AddCommand
{
    private static readonly MemorizePhase[] Phases =
        [MemorizePhase.Reading, MemorizePhase.Encoding, MemorizePhase.Captioning, MemorizePhase.Identifiers, MemorizePhase.Saving];

    public static Command Create(CliContext context)
    {
        var source = new Argument<string>("SOURCE") { Description = "the images, named as for memorize" };
        var memory = ValueOption.Memory("the memory to add to");
        var json = ValueOption.Switch("--json", "print JSON");
        var command = new Command("add", "Add images to a memory at once, without learning; consolidate learns them.") { source, memory, json };
        command.SetAction((parse, cancellationToken) => RunAsync(
            context, parse.GetRequiredValue(source), parse.GetRequiredValue(memory), parse.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, string source, string folder, bool asJson, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(source))
            throw new UsageException("SOURCE is empty: name the images as for memorize");

        MemoryFolder.RequireExisting(folder);
        await using var memory = await context.Api.OpenAsync(folder, cancellationToken);
        if (asJson)
        {
            LivingSummary.WriteJson(context.Out, await memory.AddAsync(source, progress: null, cancellationToken));
            return ExitCodes.Done;
        }

        var report = await MemorizeDisplay.RunAsync(
            context.Out, context.Time, progress => memory.AddAsync(source, progress, cancellationToken), Phases);
        LivingSummary.Write(context.Out, report);
        return ExitCodes.Done;
    }
}
