using Eidetic.Server.ApiDocument;
using Eidetic.Server.Keys;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eidetic.Server.Memories;

/// <summary><c>GET /v1/memory</c>, <c>/healthz</c> and <c>/readyz</c>.</summary>
internal static class MemoryEndpoints
{
    public static void MapMemory(this IEndpointRouteBuilder routes) => routes
        .MapRead("/v1/memory", (ServedMemory memory) => TypedResults.Json(MemoryEntry.Of(memory), AnswerJson.Api.MemoryEntry))
        .WithMetadata(new ApiDoc("What the memory holds", typeof(MemoryEntry)));

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/healthz", () => TypedResults.Json(new HealthEntry("ok"), AnswerJson.Api.HealthEntry))
            .WithMetadata(new ApiDoc("Whether the server runs", typeof(HealthEntry)), new OpenToAll());
        routes.MapRead("/readyz", (ServedMemory memory) => memory.Memory.Count > 0
            ? TypedResults.Json(new HealthEntry("ok"), AnswerJson.Api.HealthEntry)
            : throw new RequestException(StatusCodes.Status503ServiceUnavailable, "The memory cannot answer."))
            .WithMetadata(new ApiDoc("Whether the memory answers", typeof(HealthEntry)) { Problems = [503] }, new OpenToAll());
    }
}
