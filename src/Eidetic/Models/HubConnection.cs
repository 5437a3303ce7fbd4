using System.Net;
using System.Net.Http.Headers;

namespace Eidetic;

/// <summary>
/// Asks a server with the hub's layout. Follows redirects itself, because the token must not go along to another server. Safe to use from
/// several threads; dispose it when done.
/// </summary>
internal sealed class HubConnection : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HttpClient _client;
    private readonly Uri _mirror;
    private readonly string? _token;

    public HubConnection(Uri mirror, string? token)
    {
        if (!mirror.IsAbsoluteUri || mirror.Scheme is not ("https" or "http"))
            throw new ArgumentException($"Expected a mirror that begins with https://, got '{mirror}'.", nameof(mirror));

        _mirror = new Uri(mirror.AbsoluteUri.TrimEnd('/') + "/");
        _token = string.IsNullOrWhiteSpace(token) ? null : token.Trim();
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(30) };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("eidetic", "0.1"));
    }

    /// <summary>Server and port, for messages.</summary>
    public string Host => _mirror.Authority;

    /// <summary>The address of a path below the mirror.</summary>
    public Uri At(string path) => new(_mirror, path);

    /// <summary>Whether an address is of the mirror itself: the same server by the same protocol.</summary>
    public bool IsMirror(Uri address) => Uri.Compare(
        address, _mirror, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>Gets an address, without its body.</summary>
    /// <param name="address">Below the mirror.</param>
    /// <param name="from">The first byte wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelException">The server redirects without end, or to somewhere unsafe.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, long from, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (from > 0)
                request.Headers.Range = new RangeHeaderValue(from, null);
            if (_token is not null && IsMirror(address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback))
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);

            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
                return response;

            response.Dispose();
            var next = new Uri(address, location);
            if (next.Scheme != Uri.UriSchemeHttps && next.Scheme != address.Scheme)
                throw new ModelException($"{address.Authority} redirects from {address.Scheme} to {next.Scheme}, which is not followed; try another --mirror.");
            address = next;
        }

        throw new ModelException($"{Host} redirects more than {MostRedirects} times; try another --mirror.");
    }

    public void Dispose() => _client.Dispose();

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;
}
