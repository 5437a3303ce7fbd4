using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eidetic.Server.Jobs;

/// <summary>
/// The jobs of a server: one runs at a time, in the order they were asked for. The last ones are remembered, by the next server of the memory too.
/// </summary>
internal sealed class JobBoard : BackgroundService
{
    private const int MostWaiting = 16;
    private const int MostRemembered = 100;
    private readonly Lock _gate = new();
    private readonly List<Job> _jobs = [];
    private readonly Channel<Job> _waiting = Channel.CreateBounded<Job>(MostWaiting);
    private readonly JobFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger<JobBoard> _logger;
    private int _count;

    /// <param name="file">Where what became of jobs is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of failures that nobody foresaw.</param>
    public JobBoard(JobFile file, TimeProvider time, ILogger<JobBoard> logger)
    {
        (_file, _time, _logger) = (file, time, logger);
        _jobs.AddRange(file.Read().TakeLast(MostRemembered).Select(Job.Past));
        _count = _jobs.Select(job => int.TryParse(job.Entry.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).DefaultIfEmpty().Max();
    }

    /// <summary>The jobs, the newest first.</summary>
    public IReadOnlyList<JobEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _jobs.AsEnumerable().Reverse().Select(job => job.Entry)];
            }
        }
    }

    /// <summary>Takes a job on.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="work">Does it.</param>
    /// <exception cref="RequestException">Too many are waiting.</exception>
    public JobEntry Add(string kind, Func<Job, CancellationToken, Task<JsonElement>> work)
    {
        lock (_gate)
        {
            var id = (++_count).ToString(CultureInfo.InvariantCulture);
            var job = new Job(new JobEntry(id, kind, JobEntry.Queued, Fraction: 0, _time.GetUtcNow()), work);
            if (!_waiting.Writer.TryWrite(job))
            {
                job.Dispose();
                throw new RequestException(
                    StatusCodes.Status429TooManyRequests, FormattableString.Invariant($"Expected at most {MostWaiting} jobs to wait: try again when some are done."));
            }

            _jobs.Add(job);
            if (_jobs.Count > MostRemembered && _jobs.FindIndex(old => old.Entry.IsOver) is var oldest and >= 0)
            {
                _jobs[oldest].Dispose();
                _jobs.RemoveAt(oldest);
            }

            Keep();
            return job.Entry;
        }
    }

    /// <exception cref="RequestException">There is no such job.</exception>
    public Job Require(string id)
    {
        lock (_gate)
        {
            return _jobs.Find(job => job.Entry.Id == id)
                ?? throw new RequestException(StatusCodes.Status404NotFound, $"Expected the id of a job, got '{id}': there is none, or it is too long ago.");
        }
    }

    /// <summary>Stops a job.</summary>
    public JobEntry Cancel(string id)
    {
        var job = Require(id);
        if (!job.Entry.IsOver)
        {
            job.Cancel(_time);
            Keep();
        }

        return job.Entry;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await job.RunAsync(_time, exception => ProblemMiddleware.Explain(exception, _logger), stoppingToken);
            Keep();
        }
    }

    private void Keep()
    {
        lock (_gate)
        {
            _file.Write([.. _jobs.Select(job => job.Entry)]);
        }
    }
}
