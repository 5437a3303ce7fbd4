using System.Text.Json;
using Eidetic.Server.Requests;

namespace Eidetic.Server.Jobs;

/// <summary>Where a job stands.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>done</c>, <c>failed</c>, <c>cancelled</c> or <c>interrupted</c> (by the end of the server).</param>
/// <param name="Fraction">How much of the phase is done, 0..1.</param>
/// <param name="Created">When it was asked for.</param>
internal sealed record JobEntry(string Id, string Kind, string State, double Fraction, DateTimeOffset Created)
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
    public const string Interrupted = "interrupted";

    /// <summary>What it is busy with.</summary>
    public string? Phase { get; init; }

    /// <summary>A few words on what is being done.</summary>
    public string? Message { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <summary>What came of it.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why it failed.</summary>
    public Problem? Error { get; init; }

    /// <summary>Whether nothing will change any more.</summary>
    internal bool IsOver => State is Done or Failed or Cancelled or Interrupted;

    /// <summary>The job as it is left by a server that stops.</summary>
    internal JobEntry Interrupt(DateTimeOffset? when = null) =>
        this with { State = Interrupted, Finished = when, Message = "The server stopped before the job was done: ask for it again." };
}

/// <summary>The jobs that are remembered.</summary>
/// <param name="Jobs">The newest first.</param>
internal sealed record JobList(IReadOnlyList<JobEntry> Jobs);
