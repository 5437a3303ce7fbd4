using System.Net;

namespace Eidetic;

/// <summary>Says in words what a server's refusal means.</summary>
internal static class HubAnswer
{
    /// <summary>Whether asking again may help.</summary>
    public static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    /// <summary>Throws unless the server gave what was asked.</summary>
    /// <exception cref="HttpRequestException">Asking again may help.</exception>
    /// <exception cref="ModelException">It will not.</exception>
    public static void RequireGood(HttpResponseMessage response, string host, string what, string revision)
    {
        if (response.IsSuccessStatusCode)
            return;

        if (IsPassing(response.StatusCode))
            throw new HttpRequestException($"{host} answered {(int)response.StatusCode}", inner: null, response.StatusCode);

        throw new ModelException(response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                $"{host} does not let {what} be read: put a token that may read it into the environment variable HF_TOKEN, and accept its terms on its page if there are any.",
            HttpStatusCode.NotFound => $"{host} has no {what} at revision '{revision}'; correct --revision or --mirror.",
            var status => $"{host} answered {(int)status} for {what}; expected its content, try again later or another --mirror.",
        });
    }
}
