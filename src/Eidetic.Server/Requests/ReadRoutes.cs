using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eidetic.Server.Requests;

/// <summary>Routes that are looked at.</summary>
internal static class ReadRoutes
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps a route that answers GET, and HEAD in the same way without the body, which the web server leaves out.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="pattern">The address.</param>
    /// <param name="handler">Answers both.</param>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.MapMethods(pattern, Methods, handler);

    /// <summary>Makes a route that others map for GET answer HEAD too.</summary>
    /// <param name="route">The route.</param>
    public static T WithHead<T>(this T route) where T : IEndpointConventionBuilder
    {
        route.Add(endpoint => endpoint.Metadata.Add(new HttpMethodMetadata(Methods)));
        return route;
    }
}
