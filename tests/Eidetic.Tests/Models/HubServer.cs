using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Eidetic.Tests.Models;

/// <summary>A server with the hub's layout on this machine, which misbehaves as a test asks. Answers one request a connection.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Task _serving;

    public HubServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Requests so far: path, first byte asked for, and the authorization sent.</summary>
    public List<(string Path, long From, string? Authorization)> Requests { get; } = [];

    /// <summary>Bytes of a file after which a connection is cut; null to let it end.</summary>
    public int? DropsAfter { get; set; }

    /// <summary>How many connections are cut.</summary>
    public int Drops { get; set; } = int.MaxValue;

    public bool IgnoresRange { get; set; }

    /// <summary>Whether the listing names hashes of other weights.</summary>
    public bool LiesAboutWeights { get; set; }

    /// <summary>Whether the listing names hashes of other descriptions.</summary>
    public bool LiesAboutDescriptions { get; set; }

    /// <summary>Where files are, when not here.</summary>
    public Uri? RedirectsTo { get; set; }

    /// <summary>Status of every answer in place of the right one.</summary>
    public int? Fails { get; set; }

    /// <summary>Called when a file is asked for.</summary>
    public Action? Asked { get; set; }

    /// <summary>Files per page of the listing.</summary>
    public int PageSize { get; set; } = 100;

    public void Add(string name, byte[] content) => _files[name] = content;

    public byte[] this[string name] => _files[name];

    public IEnumerable<(string Path, long From, string? Authorization)> RequestsFor(string name) =>
        Requests.Where(request => request.Path.EndsWith("/" + name, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                await AnswerAsync(client, stream);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side went away, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(TcpClient client, NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync(_stop.Token) ?? "").Split(' ').ElementAtOrDefault(1) ?? "";
        var (from, authorization) = (0L, (string?)null);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
        {
            var value = header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            if (header.StartsWith("Range:", StringComparison.OrdinalIgnoreCase))
                from = long.Parse(value["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
            if (header.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase))
                authorization = value;
        }

        Requests.Add((path, from, authorization));
        if (Fails is { } status)
            await WriteAsync(stream, $"HTTP/1.1 {status} No", []);
        else if (path.StartsWith("/api/models/", StringComparison.Ordinal))
            await WriteAsync(stream, "HTTP/1.1 200 OK", Listing(path, out var link), link);
        else if (RedirectsTo is { } elsewhere)
            await WriteAsync(stream, "HTTP/1.1 302 Found", [], $"Location: {new Uri(elsewhere, path)}\r\n");
        else
            await SendFileAsync(client, stream, path, from);
    }

    private async Task SendFileAsync(TcpClient client, NetworkStream stream, string path, long from)
    {
        Asked?.Invoke();
        if (!_files.TryGetValue(Uri.UnescapeDataString(path.Split("/main/")[^1]), out var content))
        {
            await WriteAsync(stream, "HTTP/1.1 404 Not Found", []);
            return;
        }

        var isPart = from > 0 && !IgnoresRange;
        var body = isPart ? content[(int)from..] : content;
        var head = isPart
            ? $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}"
            : "HTTP/1.1 200 OK";
        if (DropsAfter is { } most && body.Length > most && Drops-- > 0)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), _stop.Token);
            await stream.WriteAsync(body.AsMemory(0, most), _stop.Token);
            await stream.FlushAsync(_stop.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            return;
        }

        await WriteAsync(stream, head, body);
    }

    private byte[] Listing(string path, out string link)
    {
        var page = path.Contains("page=", StringComparison.Ordinal) ? int.Parse(path.Split("page=")[^1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        var hasMore = (page + 1) * PageSize < _files.Count;
        link = hasMore ? $"Link: <{path.Split('?')[0]}?recursive=true&page={page + 1}>; rel=\"next\"\r\n" : "";
        return JsonSerializer.SerializeToUtf8Bytes(_files.Skip(page * PageSize).Take(PageSize).Select(Entry));
    }

    private object Entry(KeyValuePair<string, byte[]> file)
    {
        var isDescription = file.Key.EndsWith(".json", StringComparison.Ordinal);
        var hashed = (isDescription ? LiesAboutDescriptions : LiesAboutWeights) ? [.. file.Value, (byte)1] : file.Value;
        var git = Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, (byte[])[.. Encoding.ASCII.GetBytes($"blob {hashed.Length}\0"), .. hashed]));
        return isDescription
            ? new { type = "file", path = file.Key, size = file.Value.Length, oid = git }
            : new
            {
                type = "file",
                path = file.Key,
                size = file.Value.Length,
                oid = new string('0', 40),
                lfs = new { oid = Convert.ToHexStringLower(SHA256.HashData(hashed)), size = file.Value.Length, pointerSize = 134 },
            };
    }

    private async Task WriteAsync(NetworkStream stream, string head, byte[] body, string more = "")
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{more}\r\n"), _stop.Token);
        await stream.WriteAsync(body, _stop.Token);
    }
}
