using System.Diagnostics;
using Eidetic.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Eidetic.Server.Requests;

/// <summary>Why a request was not answered, as RFC 9457 writes it.</summary>
/// <param name="Type">A page about the kind of problem.</param>
/// <param name="Title">The kind in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One sentence: what was expected, what was found, what to do.</param>
internal sealed record Problem(string Type, string Title, int Status, string Detail)
{
    /// <summary>Names this request in the logs.</summary>
    public string? TraceId { get; init; }

    /// <summary>What was refused of an upload, where that is the problem.</summary>
    public IReadOnlyList<SourceProblem>? Skipped { get; init; }

    public const string ContentType = "application/problem+json";

    /// <summary>A problem of a status.</summary>
    public static Problem Of(int status, string detail) =>
        new(FormattableString.Invariant($"https://httpwg.org/specs/rfc9110.html#status.{status}"), ReasonPhrases.GetReasonPhrase(status), status, detail);

    /// <summary>The problem with the name of the request that it is about.</summary>
    public Problem About(HttpContext context) => this with { TraceId = Activity.Current?.Id ?? context.TraceIdentifier };

    /// <summary>Answers with it. What the client accepts makes no difference: whoever can read nothing else reads the status.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(About(context), AnswerJson.Api.Problem, ContentType, CancellationToken.None);
    }
}
