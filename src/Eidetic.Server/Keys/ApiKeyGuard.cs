using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;

namespace Eidetic.Server.Keys;

/// <summary>
/// Lets requests in whose key opens what they ask for. The page itself and the signs of life are open to all: they tell nothing of the memory.
/// </summary>
internal sealed class ApiKeyGuard(RequestDelegate next, ApiKeys keys)
{
    private const string Header = "X-Api-Key";
    private const string Scheme = "Bearer ";

    /// <summary>The name of a request's key among its items.</summary>
    public static readonly object KeyName = new();

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<OpenToAll>() is not null)
        {
            return next(context);
        }

        var entry = KeyOf(context.Request) is { } key ? keys.Find(key) : null;
        if (entry is null)
        {
            throw new RequestException(StatusCodes.Status401Unauthorized, $"Expected an API key in 'Authorization: Bearer KEY' or '{Header}: KEY', got none that this server knows.");
        }

        if (endpoint?.Metadata.GetMetadata<NeedsWriting>() is not null && entry.Scope != ApiKeyScope.Write)
        {
            throw new RequestException(StatusCodes.Status403Forbidden, $"Expected a key with the scope write, got '{entry.Name}', which may only read.");
        }

        context.Items[KeyName] = entry.Name;
        return next(context);
    }

    private static string? KeyOf(HttpRequest request) => request.Headers.Authorization is [{ } authorization] && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        ? authorization[Scheme.Length..].Trim()
        : request.Headers[Header] is [{ Length: > 0 } key] ? key : null;
}

/// <summary>Marks endpoints that need no key.</summary>
internal sealed record OpenToAll;

/// <summary>Marks endpoints that need a key that may write.</summary>
internal sealed record NeedsWriting;
