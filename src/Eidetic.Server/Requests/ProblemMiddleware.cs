using Eidetic.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Eidetic.Server.Requests;

/// <summary>Turns whatever goes wrong, and every answer without a body that tells of a failure, into a problem.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    private const string SecondsToWait = "1";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (context.RequestAborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            return; // nobody is there any more to be answered
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, Explain(exception, logger));
            return;
        }

        // What was to be sent named its own media type before its range was found to be none.
        var isWithoutBody = context.Response is { ContentType: null, ContentLength: null } or { StatusCode: StatusCodes.Status416RangeNotSatisfiable };
        if (context.Response is { HasStarted: false, StatusCode: >= 400 } && isWithoutBody)
        {
            context.Response.ContentLength = null;
            await Problem.Of(context.Response.StatusCode, Unmatched(context)).WriteAsync(context);
        }
    }

    private static async Task AnswerAsync(HttpContext context, Problem problem)
    {
        var isBodyUnread = problem.Status == StatusCodes.Status413PayloadTooLarge;
        context.Response.Clear();
        SecurityHeaders.Set(context);
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = SecondsToWait;
        }

        if (isBodyUnread)
        {
            context.Response.Headers.Connection = "close";
        }

        await problem.WriteAsync(context);
    }

    /// <summary>What a client is told of a failure; one that nobody foresaw goes to the log.</summary>
    public static Problem Explain(Exception exception, ILogger logger)
    {
        switch (exception)
        {
            case RequestException request:
                return Problem.Of(request.Status, request.Message) with { Skipped = request.Skipped };
            case BadHttpRequestException bad:
                return Problem.Of(bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The body of the request is too large: send less at once." : bad.Message);
            case ImageDecodeException picture:
                return Problem.Of(StatusCodes.Status422UnprocessableEntity, picture.Message);
            case MemoryBusyException busy:
                return Problem.Of(StatusCodes.Status503ServiceUnavailable, busy.Message);
            case MemoryException memory:
                return Problem.Of(StatusCodes.Status409Conflict, memory.Message);
            case SourceException or ArgumentException:
                return Problem.Of(StatusCodes.Status400BadRequest, WithoutParameterName(exception));
            case OperationCanceledException:
                return Problem.Of(StatusCodes.Status503ServiceUnavailable, "The server is stopping: ask again later.");
            default:
                LogFailure(logger, exception);
                return Problem.Of(StatusCodes.Status500InternalServerError, "The server failed to answer; its log tells why.");
        }
    }

    private static string Unmatched(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address: see /openapi/v1.json for what there is.",
        StatusCodes.Status405MethodNotAllowed => $"This address does not take {context.Request.Method}, only {context.Response.Headers.Allow}.",
        StatusCodes.Status416RangeNotSatisfiable => "The file has no bytes in the range that was asked for.",
        StatusCodes.Status415UnsupportedMediaType => "This address does not take a body of this media type.",
        _ => "The request cannot be answered.",
    };

    // The runtime appends the name of a C# parameter, which says nothing to a client.
    private static string WithoutParameterName(Exception exception)
    {
        var end = exception is ArgumentException { ParamName: { } name }
            ? exception.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal)
            : -1;
        return end < 0 ? exception.Message : exception.Message[..end];
    }

    [LoggerMessage(LogLevel.Error, "A request failed.")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}
