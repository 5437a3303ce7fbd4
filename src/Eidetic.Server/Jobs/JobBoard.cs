using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Eidetic.Server.Jobs;

/// <summary>The jobs of a server: one runs at a time, in the order they were asked for. The last ones are remembered while it runs.</summary>
internal sealed class JobBoard(TimeProvider time, ILogger<JobBoard> logger) : BackgroundService
{
    private const int MostWaiting = 16;
    private const int MostRemembered = 100;
    private readonly Lock _gate = new();
    private readonly List<Job> _jobs = [];
    private readonly Channel<Job> _waiting = Channel.CreateBounded<Job>(MostWaiting);
    private int _count;

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
            var job = new Job(new JobEntry(id, kind, JobEntry.Queued, Fraction: 0, time.GetUtcNow()), work);
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
            job.Cancel(time);
        }

        return job.Entry;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await job.RunAsync(time, exception => ProblemMiddleware.Explain(exception, logger), stoppingToken);
        }
    }
}
