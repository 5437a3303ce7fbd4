using System.Reflection;
using System.Security.Cryptography;
using Eidetic.Server.Keys;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Eidetic.Server.Gallery;

/// <summary>The page at the server's root, from files inside the library.</summary>
internal static class GalleryEndpoints
{
    private const string Root = "wwwroot/";
    private const string StartPage = "index.html";

    private static readonly Dictionary<string, string> MediaTypes = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".webmanifest"] = "application/manifest+json",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
    };

    public static void MapGallery(this IEndpointRouteBuilder routes)
    {
        var assembly = typeof(GalleryEndpoints).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Root, StringComparison.Ordinal)))
        {
            var path = name[Root.Length..].Replace('\\', '/');
            var (bytes, type) = (Read(assembly, name), MediaTypes.GetValueOrDefault(Path.GetExtension(path), "application/octet-stream"));
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"");
            foreach (var route in path == StartPage ? new[] { "/", "/" + path } : ["/" + path])
            {
                routes.MapRead(route, (HttpContext context) =>
                {
                    context.Response.Headers.CacheControl = "no-cache";
                    return TypedResults.Bytes(bytes, type, entityTag: tag);
                }).ExcludeFromDescription().WithMetadata(new OpenToAll());
            }
        }
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
