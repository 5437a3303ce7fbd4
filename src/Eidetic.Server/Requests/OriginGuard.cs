using System.Net;
using Microsoft.AspNetCore.Http;

namespace Eidetic.Server.Requests;

/// <summary>
/// Keeps pages of other sites, open in a browser on this machine, from changing or reading the memory: requests that change something must
/// come from this server's own pages or from no page at all, and a server of this machine only answers to this machine's names (DNS rebinding).
/// </summary>
internal sealed class OriginGuard(RequestDelegate next, bool isLoopbackOnly)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (isLoopbackOnly && !IsThisMachine(request.Host.Host))
        {
            throw new RequestException(StatusCodes.Status421MisdirectedRequest, "This server answers to localhost only: ask it by that name.");
        }

        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        if (changes && IsForeign(request))
        {
            throw new RequestException(StatusCodes.Status403Forbidden, "This request comes from a page of another site, which may not ask this server.");
        }

        return next(context);
    }

    private static bool IsThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsForeign(HttpRequest request) =>
        (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none"))
        || (request.Headers.Origin is [{ } origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority == request.Host.Value));
}
