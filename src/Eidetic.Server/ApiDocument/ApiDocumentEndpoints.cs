using System.Text.Json.Serialization;
using Eidetic.Server.Keys;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Eidetic.Server.ApiDocument;

/// <summary><c>/openapi/v1.json</c>, and <c>/scalar</c>, a page to read it and to try it.</summary>
internal static class ApiDocumentEndpoints
{
    public const string DocumentPath = "/openapi/v1.json";

    // Scalar's own page brings its script and its styles in line; all of it comes from this server.
    private const string PagePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    public static void AddApiDocument(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, AnswerJson.Api);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, RequestJson.Default);
        });
        services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer<DocumentTransformer>();
            options.AddOperationTransformer<ApiDocTransformer>();
        });
    }

    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").WithHead();
        routes.MapScalarApiReference("/scalar", options =>
        {
            options.Title = "Eidetic";
            options.OpenApiRoutePattern = DocumentPath;
            options.DefaultFonts = false;
        }).WithMetadata(new OpenToAll()).WithHead().AddEndpointFilter(async (context, next) =>
        {
            context.HttpContext.Response.Headers.ContentSecurityPolicy = PagePolicy;
            return await next(context);
        });
    }
}
