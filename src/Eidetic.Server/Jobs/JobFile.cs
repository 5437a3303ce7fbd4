using System.Text.Json;
using Eidetic.Server.Requests;
using Microsoft.Extensions.Logging;

namespace Eidetic.Server.Jobs;

/// <summary>
/// What became of a server's last jobs, in <c>jobs.json</c> of the memory folder, for the server that comes after it. Whole or not there. Where
/// the folder cannot be written to, jobs run all the same and are remembered by this server alone.
/// </summary>
internal sealed partial class JobFile(ServerOptions options, ILogger<JobFile> logger)
{
    /// <summary>Name of the file.</summary>
    public const string Name = "jobs.json";

    private readonly string _file = Path.Combine(Path.GetFullPath(options.Memory), Name);

    /// <summary>The jobs, oldest first; those that were not over when the server before this one ended were interrupted.</summary>
    public IReadOnlyList<JobEntry> Read()
    {
        try
        {
            var list = File.Exists(_file) ? JsonSerializer.Deserialize(File.ReadAllBytes(_file), AnswerJson.Api.JobList) : null;
            return [.. (list?.Jobs ?? []).Where(job => job?.Id is not null).Select(job => job.IsOver ? job : job.Interrupt())];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            LogUnread(logger, _file, exception);
            return [];
        }
    }

    /// <summary>Writes the jobs down.</summary>
    /// <param name="jobs">Oldest first.</param>
    public void Write(IReadOnlyList<JobEntry> jobs)
    {
        try
        {
            WholeFile.Write(_file, stream => JsonSerializer.Serialize(stream, new JobList(jobs), AnswerJson.Api.JobList));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(logger, _file, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The jobs of the server before this one cannot be read from {File}.")]
    private static partial void LogUnread(ILogger logger, string file, Exception exception);

    [LoggerMessage(LogLevel.Warning, "What became of jobs cannot be written to {File}; they are forgotten when the server stops.")]
    private static partial void LogUnwritten(ILogger logger, string file, Exception exception);
}
