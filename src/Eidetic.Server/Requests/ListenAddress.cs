using System.Globalization;
using System.Net;
using Eidetic.Abstractions;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Eidetic.Server.Requests;

/// <summary>An address where a server listens.</summary>
/// <param name="Address">Null for all addresses of this machine; loopback for <c>localhost</c>.</param>
/// <param name="Port">The port; 0 for a free one.</param>
internal sealed record ListenAddress(IPAddress? Address, int Port)
{
    private const string Form = "http://ADDRESS:PORT, for example http://127.0.0.1:5080";

    /// <summary>Whether only programs of this machine can reach it.</summary>
    public bool IsLoopback => Address is not null && IPAddress.IsLoopback(Address);

    /// <exception cref="OptionException">There is none, or one is not an address to listen at.</exception>
    public static IReadOnlyList<ListenAddress> ParseAll(IReadOnlyList<string> urls) => urls.Count > 0
        ? [.. urls.Select(Parse)]
        : throw new OptionException($"--urls must name at least one address, as {Form}.");

    public void Apply(KestrelServerOptions kestrel)
    {
        if (Address is null)
        {
            kestrel.ListenAnyIP(Port);
        }
        else
        {
            kestrel.Listen(Address, Port);
        }
    }

    private static ListenAddress Parse(string url)
    {
        var parts = url.Split("://", 2);
        if (parts is not ["http", var authority])
        {
            throw new OptionException(parts[0] == "https"
                ? $"--urls must begin with http://, got '{url}': put a server that holds your certificate in front of this one."
                : $"--urls must be {Form}, got '{url}'.");
        }

        var colon = authority.TrimEnd('/').LastIndexOf(':');
        var host = colon < 0 || authority.EndsWith(']') ? authority.TrimEnd('/') : authority[..colon];
        var port = host.Length == authority.TrimEnd('/').Length ? 80 : ParsePort(authority.TrimEnd('/')[(colon + 1)..], url);
        return host switch
        {
            "localhost" => new ListenAddress(IPAddress.Loopback, port),
            "*" or "+" => new ListenAddress(Address: null, port),
            _ => IPAddress.TryParse(host.Trim('[', ']'), out var address)
                ? new ListenAddress(address, port)
                : throw new OptionException($"--urls must name an address of this machine, localhost or *, got '{host}' in '{url}'."),
        };
    }

    private static int ParsePort(string text, string url) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new OptionException($"--urls must name a port from 0 to 65535, got '{text}' in '{url}'.");
}
