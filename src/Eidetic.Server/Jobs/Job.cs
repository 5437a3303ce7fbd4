using System.Text.Json;

namespace Eidetic.Server.Jobs;

/// <summary>Something that takes long. Safe to use from several threads.</summary>
/// <param name="entry">Where it stands at first.</param>
/// <param name="work">What it does; told where to report to.</param>
internal sealed class Job(JobEntry entry, Func<Job, CancellationToken, Task<JsonElement>> work) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A job that was over before, or was left by a server that stopped.</summary>
    /// <param name="entry">What became of it.</param>
    public static Job Past(JobEntry entry) => new(entry, (_, _) => throw new InvalidOperationException("The job is over."));

    /// <summary>Where it stands.</summary>
    public JobEntry Entry { get; private set; } = entry;

    /// <summary>Does the work, whatever comes of it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="explain">Puts a failure into a problem.</param>
    /// <param name="stopping">Stops it with the server.</param>
    public async Task RunAsync(TimeProvider time, Func<Exception, Requests.Problem> explain, CancellationToken stopping)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, stopping);
        Change(now => now.IsOver ? now : now with { State = JobEntry.Running });
        if (Entry.IsOver)
        {
            return;
        }

        try
        {
            var result = await work(this, both.Token);
            Change(now => now with { State = JobEntry.Done, Fraction = 1, Finished = time.GetUtcNow(), Result = result });
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            Change(now => _stop.IsCancellationRequested ? now with { State = JobEntry.Cancelled, Finished = time.GetUtcNow() } : now.Interrupt(time.GetUtcNow()));
        }
        catch (Exception exception)
        {
            Change(now => now with { State = JobEntry.Failed, Finished = time.GetUtcNow(), Error = explain(exception) });
        }
    }

    /// <summary>Tells how far it is.</summary>
    public void Report(string? phase, double fraction, string? message) =>
        Change(now => now.IsOver ? now : now with { Phase = phase, Fraction = Math.Clamp(fraction, 0, 1), Message = message });

    /// <summary>Stops it: at once where it has not begun, else as soon as it can.</summary>
    public void Cancel(TimeProvider time)
    {
        Change(now => now.State == JobEntry.Queued ? now with { State = JobEntry.Cancelled, Finished = time.GetUtcNow() } : now);
        _stop.Cancel();
    }

    /// <summary>Waits until it stands elsewhere than somebody has seen.</summary>
    /// <param name="seen">What he has seen, or null.</param>
    public Task ChangedSince(JobEntry? seen)
    {
        lock (_gate)
        {
            return ReferenceEquals(Entry, seen) ? _changed.Task : Task.CompletedTask;
        }
    }

    public void Dispose() => _stop.Dispose();

    private void Change(Func<JobEntry, JobEntry> change)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            var next = change(Entry);
            if (ReferenceEquals(next, Entry))
            {
                return;
            }

            Entry = next;
            (told, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        told.SetResult();
    }
}
