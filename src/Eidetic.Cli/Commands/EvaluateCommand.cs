using System.CommandLine;
using Eidetic.Abstractions;
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
        var beams = ValueOption.WholeNumber("--beams", "width of the search, at least 10 (default: the memory's own)", minimum: 10);
        var rerank = RerankOption.Create();
        var calibration = ValueOption.Switch("--calibration", "measure how far its probabilities can be trusted, and how well it tells that nothing matches");
        var json = ValueOption.PathName("--json", "FILE", "write the report as JSON");
        var command = new Command("evaluate", "Measure how well and how fast a memory recalls.")
        {
            memory, queries, candidates, baseline, beams, rerank, calibration, json,
        };
        var filter = new FilterOptions();
        filter.AddTo(command);
        var shaping = new ShapingOptions();
        shaping.AddTo(command);
        command.SetAction((parse, cancellationToken) => RunAsync(
            context,
            parse.GetRequiredValue(memory),
            parse.GetRequiredValue(queries)!,
            parse.GetValue(candidates),
            new EvaluateOptions
            {
                Queries = [],
                Filter = filter.Read(parse),
                Baseline = parse.GetValue(baseline),
                Beams = parse.GetValue(beams),
                Rerank = parse.GetValue(rerank),
                Shaping = shaping.Read(parse),
                Calibration = parse.GetValue(calibration),
            },
            parse.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        CliContext context,
        string folder,
        string queryFile,
        string? candidateFile,
        EvaluateOptions options,
        string? reportFile,
        CancellationToken cancellationToken)
    {
        MemoryFolder.RequireExisting(folder);
        if (Directory.Exists(reportFile))
            throw new UsageException($"--json must name a file to write, but '{reportFile}' is a folder");

        options = options with
        {
            Queries = QueryFile.Read(queryFile),
            Candidates = candidateFile is null ? null : CandidateFile.Read(candidateFile),
        };
        await using var memory = await context.Api.OpenAsync(folder, cancellationToken);
        var report = await EvaluationDisplay.RunAsync(
            context.Out, progress => memory.EvaluateAsync(options, progress, cancellationToken));
        EvaluationTable.Write(context.Out, report);
        if (report.Calibration is { } measured)
            CalibrationTables.Write(context.Out, measured);

        FilterRemarks.WriteLeftOut(context.Error, options.Queries.Count, report.Queries);
        if (reportFile is not null)
            WholeFile.Write(reportFile, report.ToJson() + "\n");

        return ExitCodes.Done;
    }
}
