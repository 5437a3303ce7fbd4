using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eidetic.Server.Memories;

/// <summary><c>GET /v1/memory</c>, <c>/healthz</c> and <c>/readyz</c>.</summary>
internal static class MemoryEndpoints
{
    public static void MapMemory(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/memory", (ServedMemory memory) => TypedResults.Json(MemoryEntry.Of(memory), AnswerJson.Api.MemoryEntry));

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Json(new HealthEntry("ok"), AnswerJson.Api.HealthEntry));
        routes.MapGet("/readyz", (ServedMemory memory) => memory.Memory.Count > 0
            ? TypedResults.Json(new HealthEntry("ok"), AnswerJson.Api.HealthEntry)
            : throw new RequestException(StatusCodes.Status503ServiceUnavailable, "The memory cannot answer."));
    }
}
