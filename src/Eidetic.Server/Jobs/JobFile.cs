using System.Text.Json;
using Eidetic.Server.Requests;
using Microsoft.Extensions.Logging;

namespace Eidetic.Server.Jobs;

/// <summary>
/// What became of a server's last jobs, in <c>jobs.json</c> of the memory folder, for the server that comes after it. Whole or not there. Where
/// the folder cannot be written to, or another server of the same memory keeps the file, jobs run all the same and are remembered by this server
/// alone.
/// </summary>
internal sealed partial class JobFile : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string Name = "jobs.json";

    private const string LockName = "jobs.lock";
    private readonly string _file;
    private readonly ILogger<JobFile> _logger;
    private readonly FileStream? _hold;

    /// <param name="options">Name the memory folder.</param>
    /// <param name="logger">Told why jobs are not read or written.</param>
    public JobFile(ServerOptions options, ILogger<JobFile> logger)
    {
        (_file, _logger) = (Path.Combine(Path.GetFullPath(options.Memory), Name), logger);
        try
        {
            // Only FileShare.None keeps others out on every system.
            _hold = new FileStream(
                Path.Combine(Path.GetDirectoryName(_file)!, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnkept(logger, _file, exception.Message);
        }
    }

    /// <summary>The jobs, oldest first; those that were not over when the server before this one ended were interrupted.</summary>
    public IReadOnlyList<JobEntry> Read()
    {
        // What another server has in work is not interrupted, and its numbers are its own.
        if (_hold is null)
        {
            return [];
        }

        try
        {
            var list = File.Exists(_file) ? JsonSerializer.Deserialize(File.ReadAllBytes(_file), AnswerJson.Api.JobList) : null;
            return [.. (list?.Jobs ?? []).Where(job => job?.Id is not null).Select(job => job.IsOver ? job : job.Interrupt())];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            LogUnread(_logger, _file, exception);
            return [];
        }
    }

    /// <summary>Writes the jobs down.</summary>
    /// <param name="jobs">Oldest first.</param>
    public void Write(IReadOnlyList<JobEntry> jobs)
    {
        if (_hold is null)
        {
            return;
        }

        try
        {
            WholeFile.Write(_file, stream => JsonSerializer.Serialize(stream, new JobList(jobs), AnswerJson.Api.JobList));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogUnwritten(_logger, _file, exception);
        }
    }

    public void Dispose() => _hold?.Dispose();

    [LoggerMessage(LogLevel.Warning, "What becomes of jobs is not kept in {File}, because the folder cannot be written to or another server keeps it; they are forgotten when this server stops. ({Problem})")]
    private static partial void LogUnkept(ILogger logger, string file, string problem);

    [LoggerMessage(LogLevel.Warning, "The jobs of the server before this one cannot be read from {File}.")]
    private static partial void LogUnread(ILogger logger, string file, Exception exception);

    [LoggerMessage(LogLevel.Warning, "What became of jobs cannot be written to {File}; they are forgotten when the server stops.")]
    private static partial void LogUnwritten(ILogger logger, string file, Exception exception);
}
