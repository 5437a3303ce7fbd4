using Microsoft.Extensions.Logging;

namespace Eidetic.Server;

/// <summary>What a server serves, and where it listens.</summary>
public sealed record ServerOptions
{
    /// <summary>The address where a server listens that is not told another: this machine only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>The memory folder.</summary>
    public required string Memory { get; init; }

    /// <summary>Where to listen, as <c>http://ADDRESS:PORT</c>; port 0 takes a free one. Default <see cref="DefaultUrl"/>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [DefaultUrl];

    /// <summary>Whether nothing may be added, removed or learned. Default false.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The file of API keys that open it; null for none, which only an address of this machine allows. Default null.</summary>
    public string? ApiKeys { get; init; }

    /// <summary>Requests a second that one client may send on average, at least 1; null, the default, for 100 where keys are needed, and as many as he likes elsewhere.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>What a request may cost.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>Where the server logs to; null, the default, for nowhere.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
