using System.CommandLine;
using Eidetic.Cli.Inputs;
using Eidetic.Cli.Rendering;
using Eidetic.Evaluation;

namespace Eidetic.Cli.Commands;

/// <summary><c>evaluate --memory DIR --queries FILE</c>: recall, MRR and latency, beside the dual encoder if asked.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CliContext context)
    {
        var memory = ValueOption.Memory("the memory to measure");
        var queries = ValueOption.PathName("--queries", "FILE", "JSON lines {\"query\": \"…\", \"image\": \"key\"}");
        queries.Required = true;
        var candidates = ValueOption.PathName("--candidates", "FILE", "keys of the only images that may be named, one a line");
        var baseline = ValueOption.Switch("--baseline", "measure the dual encoder too: exact cosine in the same space");
        var calibration = ValueOption.Switch("--calibration", "measure how far its probabilities can be trusted, and how well it tells that nothing matches");
        var json = ValueOption.PathName("--json", "FILE", "write the report as JSON");
        var command = new Command("evaluate", "Measure how well and how fast a memory recalls.")
        {
            memory, queries, candidates, baseline, calibration, json,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(
            context,
            parse.GetRequiredValue(memory),
            parse.GetRequiredValue(queries)!,
            parse.GetValue(candidates),
            parse.GetValue(baseline),
            parse.GetValue(calibration),
            parse.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context,
        string folder,
        string queryFile,
        string? candidateFile,
        bool withBaseline,
        bool withCalibration,
        string? reportFile,
        CancellationToken cancellationToken)
    {
        MemoryFolder.RequireExisting(folder);
        if (Directory.Exists(reportFile))
            throw new UsageException($"--json must name a file to write, but '{reportFile}' is a folder");

        var options = new EvaluateOptions
        {
            Queries = QueryFile.Read(queryFile),
            Candidates = candidateFile is null ? null : CandidateFile.Read(candidateFile),
            Baseline = withBaseline,
            Calibration = withCalibration,
        };
        await using var memory = await context.Api.OpenAsync(folder, cancellationToken);
        var report = await EvaluationDisplay.RunAsync(
            context.Out, progress => memory.EvaluateAsync(options, progress, cancellationToken));
        EvaluationTable.Write(context.Out, report);
        if (report.Calibration is { } measured)
            CalibrationTables.Write(context.Out, measured);

        if (reportFile is not null)
            await WholeFile.WriteAsync(reportFile, report.ToJson() + "\n", cancellationToken);

        return ExitCodes.Done;
    }
}
