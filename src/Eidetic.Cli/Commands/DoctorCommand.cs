using System.CommandLine;
using System.Runtime.InteropServices;
using Eidetic.Cli.Api;
using Eidetic.Cli.Rendering;

namespace Eidetic.Cli.Commands;

/// <summary><c>doctor</c>: what the program needs, found or how to get it.</summary>
internal static class DoctorCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("doctor", "Check what this machine offers, and tell how to mend what is missing.");
        command.SetAction((_, cancellationToken) => RunAsync(context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, CancellationToken cancellationToken)
    {
        DoctorCheck[] checks = [.. Machine(), .. await context.Api.CheckAsync(cancellationToken)];
        DoctorList.Write(context.Out, checks);
        return checks.All(check => check.IsGood || !check.IsNeeded) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static IEnumerable<DoctorCheck> Machine()
    {
        yield return new DoctorCheck("runtime", IsGood: true, RuntimeInformation.FrameworkDescription);
        yield return new DoctorCheck(
            "system", IsGood: true, $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}");
        yield return new DoctorCheck("processors", IsGood: true, Display.Count(Environment.ProcessorCount));
        yield return new DoctorCheck("memory", IsGood: true, Display.Size(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
    }
}
