using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Eidetic.Server.ApiDocument;

/// <summary>Says what the whole is, and how keys are sent.</summary>
internal sealed class DocumentTransformer : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Eidetic",
            Version = "v1",
            Description = "Image search where the model is the index: ask a memory, look at its images, let images come and go. What answers GET answers HEAD, without the body.",
        };
        document.Servers = [];
        foreach (var path in document.Paths.Values)
        {
            path.Operations?.Remove(HttpMethod.Head);
        }

        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key; none is needed where the server has no keys." },
            ["apiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key" },
        };
        return Task.CompletedTask;
    }
}
