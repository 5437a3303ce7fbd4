using System.CommandLine;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;

namespace Eidetic.Cli.Commands;

/// <summary><c>consolidate --memory DIR</c>: learns what was added.</summary>
internal static class ConsolidateCommand
{
    private static readonly MemorizePhase[] Phases = [MemorizePhase.Captioning, MemorizePhase.Learning, MemorizePhase.Measuring, MemorizePhase.Saving];

    public static Command Create(CliContext context)
    {
        var memory = ValueOption.Memory("the memory that learns");
        var timeBudget = ValueOption.Checked("--time-budget", "HH:MM:SS", "how long learning may take", TimeBudget.Parse);
        var epochs = ValueOption.WholeNumber("--epochs", "passes over the collection (default: 20)", minimum: 1);
        var seed = ValueOption.WholeNumber("--seed", "same seed, same memory (default: the memory's own)");
        var device = ValueOption.Checked("--device", "cpu|cuda[:N]", "where to compute", DeviceName.Parse);
        device.DefaultValueFactory = _ => "cpu";
        var json = ValueOption.Switch("--json", "print JSON");
        var command = new Command("consolidate", "Learn the images that were added, without forgetting the others.")
        {
            memory, timeBudget, epochs, seed, device, json,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(
            context,
            parse.GetRequiredValue(memory),
            new ConsolidateOptions
            {
                TimeBudget = parse.GetValue(timeBudget),
                Epochs = parse.GetValue(epochs),
                Seed = parse.GetValue(seed),
                Device = parse.GetRequiredValue(device),
            },
            parse.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context, string folder, ConsolidateOptions options, bool asJson, CancellationToken cancellationToken)
    {
        if (options is { TimeBudget: not null, Epochs: not null })
            throw new UsageException("--epochs and --time-budget contradict each other: give one of them");

        MemoryFolder.RequireExisting(folder);
        await using var memory = await context.Api.OpenAsync(folder, cancellationToken);
        try
        {
            if (asJson)
            {
                LivingSummary.WriteJson(context.Out, await memory.ConsolidateAsync(options, progress: null, cancellationToken));
                return ExitCodes.Done;
            }

            var report = await MemorizeDisplay.RunAsync(
                context.Out, context.Time, progress => memory.ConsolidateAsync(options, progress, cancellationToken), Phases);
            LivingSummary.Write(context.Out, report);
            return ExitCodes.Done;
        }
        catch (OperationCanceledException interruption) when (cancellationToken.IsCancellationRequested)
        {
            throw new InterruptedException("the memory is as it was before", interruption);
        }
    }
}
