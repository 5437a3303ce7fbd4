using System.Text.Json;
using Eidetic.Evaluation;
using Eidetic.Server.Memories;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Eidetic.Server.Jobs;

/// <summary>What jobs do, from what was asked for; wrong requests are refused before anything begins.</summary>
internal static class JobWork
{
    public const string Consolidate = "consolidate";
    public const string Evaluate = "evaluate";
    public const string Memorize = "memorize";
    private const int MostQueries = 100_000;
    private const int FewestBeams = 10;

    /// <exception cref="RequestException">The request is out of range or contradicts itself.</exception>
    public static Func<Job, CancellationToken, Task<JsonElement>> Of(JobRequest request, ServedMemory memory, ServerLimits limits)
    {
        switch (request.Kind)
        {
            case Consolidate or Memorize:
                memory.RequireWritable();
                CheckLearning(request);
                return request.Kind == Consolidate
                    ? (job, stop) => ConsolidateAsync(request, memory, job, stop)
                    : (job, stop) => MemorizeAsync(request, memory, job, stop);
            case Evaluate:
                CheckEvaluation(request, memory, limits);
                return (job, stop) => EvaluateAsync(request, memory, job, stop);
            default:
                throw Wrong($"kind must be one of {Consolidate}, {Evaluate} and {Memorize}, got '{request.Kind}'.");
        }
    }

    private static async Task<JsonElement> ConsolidateAsync(JobRequest request, ServedMemory memory, Job job, CancellationToken cancellationToken)
    {
        var options = new ConsolidateOptions { Epochs = request.Epochs, TimeBudget = Budget(request), Seed = request.Seed };
        var report = await memory.ChangeAsync(Consolidate, () => memory.Memory.ConsolidateAsync(options, Progress(job), cancellationToken), cancellationToken);
        return JsonSerializer.SerializeToElement(
            new ConsolidateResult(report.Images, report.Added, report.Removed, report.MemorizeAccuracyBefore, report.MemorizeAccuracy, report.Elapsed.TotalSeconds),
            AnswerJson.Api.ConsolidateResult);
    }

    private static async Task<JsonElement> MemorizeAsync(JobRequest request, ServedMemory memory, Job job, CancellationToken cancellationToken)
    {
        var options = new RelearnOptions { Epochs = request.Epochs, TimeBudget = Budget(request), Seed = request.Seed };
        var report = await memory.ChangeAsync(Memorize, () => memory.Memory.RelearnAsync(options, Progress(job), cancellationToken), cancellationToken);
        return JsonSerializer.SerializeToElement(
            new MemorizeResult(report.Images, report.Captions, report.PseudoCaptioned, report.MemorizeAccuracy, report.Elapsed.TotalSeconds), AnswerJson.Api.MemorizeResult);
    }

    private static async Task<JsonElement> EvaluateAsync(JobRequest request, ServedMemory memory, Job job, CancellationToken cancellationToken)
    {
        var options = new EvaluateOptions
        {
            Queries = [.. request.Queries!.Select(query => new EvaluationQuery(query.Query, query.Image))],
            Beams = request.Beams,
            Baseline = request.Baseline ?? false,
            Calibration = request.Calibration ?? false,
        };
        var report = await memory.Memory.EvaluateAsync(options, new Reporting<double>(done => job.Report("asking", done, message: null)), cancellationToken);
        using var json = JsonDocument.Parse(report.ToJson());
        return json.RootElement.Clone();
    }

    private static Reporting<MemorizeProgress> Progress(Job job) => new(progress =>
    {
        var phase = progress.Phase.ToString();
        job.Report(char.ToLowerInvariant(phase[0]) + phase[1..], progress.Fraction, progress.Detail);
    });

    private static TimeSpan? Budget(JobRequest request) => request.TimeBudgetSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static void CheckLearning(JobRequest request)
    {
        if (request.Epochs is < 1 or > 10_000)
        {
            throw Wrong(FormattableString.Invariant($"epochs must be from 1 to 10000, got {request.Epochs}."));
        }

        if (request.TimeBudgetSeconds is { } seconds && !(seconds is >= 1 and <= 7 * 24 * 3600))
        {
            throw Wrong(FormattableString.Invariant($"timeBudgetSeconds must be from 1 to 604800, got {seconds}."));
        }

        if (request.Epochs is not null && request.TimeBudgetSeconds is not null)
        {
            throw Wrong("Expected one of epochs and timeBudgetSeconds, got both.");
        }

        if (request.Queries is not null || request.Beams is not null || request.Baseline is not null || request.Calibration is not null)
        {
            throw Wrong($"queries, beams, baseline and calibration belong to {Evaluate}, got them with {request.Kind}.");
        }
    }

    private static void CheckEvaluation(JobRequest request, ServedMemory memory, ServerLimits limits)
    {
        if (request.Queries is not { Count: > 0 and <= MostQueries })
        {
            throw Wrong(FormattableString.Invariant($"queries must have 1 to {MostQueries} entries, got {request.Queries?.Count ?? 0}."));
        }

        if (request.Queries.FirstOrDefault(query => query is null || string.IsNullOrWhiteSpace(query.Query) || query.Query.Length > limits.QueryLength || memory.Find(query.Image) is null) is var wrong
            && (wrong is not null || request.Queries.Contains(null!)))
        {
            throw Wrong(FormattableString.Invariant($"Expected queries with a description of at most {limits.QueryLength} characters and the key of an image of this memory, got one with '{wrong?.Image}'."));
        }

        if (request.Beams < FewestBeams || request.Beams > limits.Beams)
        {
            throw Wrong(FormattableString.Invariant($"beams must be from {FewestBeams} to {limits.Beams}, got {request.Beams}."));
        }

        if (request.Epochs is not null || request.TimeBudgetSeconds is not null || request.Seed is not null)
        {
            throw Wrong($"epochs, timeBudgetSeconds and seed belong to {Consolidate} and {Memorize}, got them with {Evaluate}.");
        }

        if (request.Calibration == true && !memory.Info.IsCalibrated)
        {
            throw Wrong("This memory is not calibrated: leave calibration out.");
        }
    }

    private static RequestException Wrong(string message) => new(StatusCodes.Status400BadRequest, message);

    /// <summary>Reports at once and in order, where the runtime's own would hand reports to other threads.</summary>
    private sealed class Reporting<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
