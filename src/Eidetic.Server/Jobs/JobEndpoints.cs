using System.Text.Json;
using Eidetic.Server.Keys;
using Eidetic.Server.Memories;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Eidetic.Server.Jobs;

/// <summary><c>/v1/jobs</c>: what takes long, and how far it is.</summary>
internal static class JobEndpoints
{
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(15);

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/jobs", StartAsync).WithMetadata(JobDoc.Start, new NeedsWriting());
        routes.MapRead("/v1/jobs", (JobBoard board) => TypedResults.Json(new JobList(board.Entries), AnswerJson.Api.JobList)).WithMetadata(JobDoc.List);
        routes.MapRead("/v1/jobs/{id}", (string id, JobBoard board) => TypedResults.Json(board.Require(id).Entry, AnswerJson.Api.JobEntry)).WithMetadata(JobDoc.Job);
        routes.MapDelete("/v1/jobs/{id}", (string id, JobBoard board) => TypedResults.Json(board.Cancel(id), AnswerJson.Api.JobEntry, statusCode: StatusCodes.Status202Accepted))
            .WithMetadata(JobDoc.Cancel, new NeedsWriting());
        routes.MapRead("/v1/jobs/{id}/events", FollowAsync).WithMetadata(JobDoc.Follow);
    }

    private static async Task<JsonHttpResult<JobEntry>> StartAsync(HttpContext context, JobBoard board, ServedMemory memory, ServerOptions options)
    {
        var request = await RequestBody.ReadJsonAsync(context.Request, RequestJson.Default.JobRequest, options.Limits.JobBytes);
        var entry = board.Add(request.Kind, JobWork.Of(request, memory, options.Limits));
        context.Response.Headers.Location = "/v1/jobs/" + entry.Id;
        return TypedResults.Json(entry, AnswerJson.Api.JobEntry, statusCode: StatusCodes.Status202Accepted);
    }

    private static async Task FollowAsync(string id, HttpContext context, JobBoard board, TimeProvider time)
    {
        var job = board.Require(id);
        var stop = context.RequestAborted;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return; // nobody reads the events: nobody waits for them
        }

        for (JobEntry? seen = null; seen is not { IsOver: true };)
        {
            try
            {
                await job.ChangedSince(seen).WaitAsync(BetweenSigns, time, stop);
            }
            catch (TimeoutException)
            {
                await context.Response.WriteAsync(": still there\n\n", stop);
                continue;
            }

            seen = job.Entry;
            await context.Response.WriteAsync($"event: {EventOf(seen)}\ndata: {JsonSerializer.Serialize(seen, AnswerJson.Api.JobEntry)}\n\n", stop);
            await context.Response.Body.FlushAsync(stop);
            await Task.Delay(BetweenEvents, time, stop);
        }
    }

    private static string EventOf(JobEntry entry) => entry.State switch
    {
        JobEntry.Done => "done",
        JobEntry.Failed or JobEntry.Cancelled or JobEntry.Interrupted => "failed",
        _ => "progress",
    };
}
