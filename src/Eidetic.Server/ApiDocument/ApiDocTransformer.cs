using System.Globalization;
using System.Text.Json.Nodes;
using Eidetic.Server.Keys;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Eidetic.Server.ApiDocument;

/// <summary>Puts what endpoints say of themselves into the OpenAPI document.</summary>
internal sealed class ApiDocTransformer : IOpenApiOperationTransformer
{
    private const string Json = "application/json";
    private static readonly int[] UsualProblems = [400, 401, 429];

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<ApiDoc>().FirstOrDefault() is not { } doc)
        {
            return;
        }

        operation.Summary = doc.Summary;
        operation.Parameters = [.. PathParameters(context.Description.RelativePath ?? ""), .. QueryParameters(doc)];
        operation.RequestBody = await BodyAsync(doc, context, cancellationToken);
        operation.Responses = new OpenApiResponses();
        operation.Responses[doc.Status.ToString(CultureInfo.InvariantCulture)] = await AnswerAsync(doc, context, cancellationToken);
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), parameterDescription: null, cancellationToken);
        foreach (var status in UsualProblems.Concat(doc.Problems).Distinct().Order())
        {
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.ContentType] = new() { Schema = problem } },
            };
        }

        if (metadata.OfType<NeedsWriting>().Any())
        {
            operation.Description = "Needs a key with the scope write, where keys are needed.";
        }
    }

    private static IEnumerable<IOpenApiParameter> PathParameters(string path) => path.Split('/').Where(step => step.StartsWith('{')).Select(step => new OpenApiParameter
    {
        Name = step.Trim('{', '}'),
        In = ParameterLocation.Path,
        Required = true,
        Description = step == "{key}" ? "Key of the image, its slashes written %2F." : "Id of the job.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    });

    private static IEnumerable<IOpenApiParameter> QueryParameters(ApiDoc doc) => doc.Query.Select(parameter => new OpenApiParameter
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Description,
        Schema = new OpenApiSchema { Type = parameter.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String },
    });

    private static async Task<OpenApiRequestBody?> BodyAsync(ApiDoc doc, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var content = new Dictionary<string, OpenApiMediaType>();
        if (doc.Body is { } body)
        {
            content[Json] = new OpenApiMediaType
            {
                Schema = await context.GetOrCreateSchemaAsync(body, parameterDescription: null, cancellationToken),
                Example = Example(doc.BodyExample),
            };
        }

        if (doc.Form.Count > 0)
        {
            content["multipart/form-data"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = doc.Form.ToDictionary(part => part.Name, part => (IOpenApiSchema)new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Format = part.IsFile ? "binary" : null,
                        Description = part.Description,
                    }),
                },
            };
        }

        return content.Count == 0 ? null : new OpenApiRequestBody { Required = true, Content = content };
    }

    private static async Task<OpenApiResponse> AnswerAsync(ApiDoc doc, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var response = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(doc.Status), Content = new Dictionary<string, OpenApiMediaType>() };
        if (doc.Answer is { } answer)
        {
            response.Content[Json] = new OpenApiMediaType
            {
                Schema = await context.GetOrCreateSchemaAsync(answer, parameterDescription: null, cancellationToken),
                Example = Example(doc.AnswerExample),
            };
        }
        else if (doc.Media is { } media)
        {
            response.Content[media] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
        }

        return response;
    }

    private static JsonNode? Example(string? json) => json is null ? null : JsonNode.Parse(json);
}
