using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Eidetic.Server.Images;

/// <summary>The key of an image in a request's address, where <c>/</c> is written <c>%2F</c>.</summary>
internal static class ImageKey
{
    /// <summary>
    /// Reads it from the address as it was sent: the decoded path cannot tell <c>%2F</c> from <c>%252F</c>. It is looked up among the memory's
    /// keys and never used as a path.
    /// </summary>
    /// <param name="context">A request to <c>/v1/images/{key}</c> or below.</param>
    /// <param name="below">Segments that follow the key.</param>
    public static string Of(HttpContext context, int below = 0)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var segments = target.Split('?', 2)[0].Split('/');
        return segments.Length > below
            ? Uri.UnescapeDataString(segments[^(below + 1)])
            : throw new RequestException(StatusCodes.Status404NotFound, "There is no image of this key.");
    }
}
