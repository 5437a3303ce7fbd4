using System.Text.Json;

namespace Eidetic;

/// <summary>Reads what a repository holds: <c>/api/models/{repository}/tree/{revision}</c>, page after page.</summary>
internal static class HubListing
{
    private const int MostPages = 100;
    private const int LongestPage = 16 << 20;

    /// <summary>The files of a repository.</summary>
    /// <exception cref="ModelException">The server answers with something else, or lists a name that leads out of a folder.</exception>
    public static async Task<IReadOnlyList<HubFile>> ReadAsync(
        HubConnection hub, string repository, string revision, CancellationToken cancellationToken)
    {
        var files = new List<HubFile>();
        var page = hub.At($"api/models/{repository}/tree/{Uri.EscapeDataString(revision)}?recursive=true");
        for (var pages = 0; page is not null && pages < MostPages; pages++)
        {
            using var response = await hub.GetAsync(page, from: 0, cancellationToken);
            HubAnswer.RequireGood(response, hub.Host, repository, revision);
            await response.Content.LoadIntoBufferAsync(LongestPage, cancellationToken);
            files.AddRange(Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), hub.Host, repository));
            page = Next(hub, response, page);
        }

        return files;
    }

    /// <summary>
    /// The files that are worth fetching: descriptions and vocabularies, and the weights once, as safetensors where there are any.
    /// </summary>
    public static IReadOnlyList<HubFile> Choose(IReadOnlyList<HubFile> files)
    {
        var top = files.Where(file => !file.Name.Contains('/', StringComparison.Ordinal)).ToList();
        string[] weights = top.Any(file => Is(file, ".safetensors")) ? [".safetensors"] : [".bin", ".pt"];
        return [.. top.Where(file => IsDescription(file) || weights.Any(ending => Is(file, ending)))];
    }

    private static bool IsDescription(HubFile file) =>
        file.Name is "merges.txt" or "vocab.txt" or "spiece.model" || (Is(file, ".json") && !file.Name.StartsWith('.'));

    private static bool Is(HubFile file, string ending) => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

    private static List<HubFile> Parse(byte[] json, string host, string repository)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Where(entry => entry.GetProperty("type").GetString() == "file").Select(File)];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ModelException(
                $"{host} answered the listing of {repository} with something else than the hub's layout: {exception.Message}", exception);
        }

        HubFile File(JsonElement entry)
        {
            var name = entry.GetProperty("path").GetString() ?? "";
            if (!HubFileName.IsSafe(name))
                throw new ModelException($"{host} lists a file '{name}' in {repository}, whose name leads out of the folder or is no name everywhere; nothing was fetched.");

            var length = entry.GetProperty("size").GetInt64();
            var digest = entry.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object
                ? new HubDigest(Hex(lfs.GetProperty("oid"), length: 64), IsGitBlob: false)
                : new HubDigest(Hex(entry.GetProperty("oid"), length: 40), IsGitBlob: true);
            return length >= 0 ? new HubFile(name, length, digest) : throw new FormatException($"'{name}' has {length} bytes.");
        }
    }

    private static string Hex(JsonElement value, int length)
    {
        var hex = value.GetString()?.ToLowerInvariant() ?? "";
        return hex.Length == length && hex.All(char.IsAsciiHexDigit)
            ? hex
            : throw new FormatException($"expected a hash of {length} hexadecimals, found '{hex}'.");
    }

    // Link: <https://…?cursor=…>; rel="next"
    private static Uri? Next(HubConnection hub, HttpResponseMessage response, Uri page)
    {
        var link = response.Headers.TryGetValues("Link", out var values)
            ? values.SelectMany(value => value.Split(',')).FirstOrDefault(value => value.Contains("rel=\"next\"", StringComparison.Ordinal))
            : null;
        var (start, end) = link is null ? (-1, -1) : (link.IndexOf('<', StringComparison.Ordinal), link.IndexOf('>', StringComparison.Ordinal));
        if (start < 0 || end < start || !Uri.TryCreate(page, link![(start + 1)..end], out var next))
            return null;

        return hub.At(next.PathAndQuery.TrimStart('/')); // Mirrors may name the hub itself here: the listing goes on where it began.
    }
}
