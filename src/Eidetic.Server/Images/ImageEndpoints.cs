using System.Globalization;
using System.Security.Cryptography;
using Eidetic.Server.Keys;
using Eidetic.Server.Memories;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Eidetic.Server.Images;

/// <summary><c>GET /v1/images</c>, an image's facts, its bytes and its thumbnail, and <c>DELETE</c>.</summary>
internal static class ImageEndpoints
{
    private const int MostListed = 500;
    private const int DefaultListed = 60;
    private const int DefaultSize = 256;
    private const int MostSize = 4096;
    private const string Revalidated = "private, max-age=0, must-revalidate";
    private const string KeptAWhile = "private, max-age=300";
    // Bytes that somebody put there: whatever they are, they run nothing.
    private const string PicturePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    public static void MapImages(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/v1/images", List).WithMetadata(ImageDoc.List);
        routes.MapRead("/v1/images/{key}", (HttpContext context, ServedMemory memory) =>
            TypedResults.Json(ImageEntry.Of(memory.Require(ImageKey.Of(context))), AnswerJson.Api.ImageEntry)).WithMetadata(ImageDoc.Image);
        routes.MapRead("/v1/images/{key}/file", FileAsync).WithMetadata(ImageDoc.File);
        routes.MapRead("/v1/images/{key}/thumbnail", ThumbnailAsync).WithMetadata(ImageDoc.Thumbnail);
        routes.MapDelete("/v1/images/{key}", RemoveAsync).WithMetadata(ImageDoc.Remove, new NeedsWriting());
    }

    private static JsonHttpResult<ImageList> List(HttpContext context, ServedMemory memory)
    {
        var query = context.Request.Query;
        var limit = WholeNumber(query, "limit", DefaultListed, MostListed);
        var images = memory.Memory.ListImages(Single(query, "after"), limit + 1, Single(query, "prefix"));
        var page = images.Take(limit).Select(ImageEntry.Of).ToArray();
        return TypedResults.Json(new ImageList(page, images.Count > limit ? page[^1].Image : null), AnswerJson.Api.ImageList);
    }

    private static async Task<IResult> FileAsync(HttpContext context, ServedMemory memory)
    {
        var image = memory.Require(ImageKey.Of(context, below: 1));
        var stream = StoredPicture.Open(memory, image.Key);
        try
        {
            var tag = await TagAsync(stream, image, context.RequestAborted);
            var head = new byte[MediaType.Needed];
            var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, context.RequestAborted);
            stream.Position = 0;
            SetPictureHeaders(context, Revalidated);
            return TypedResults.Stream(stream, MediaType.Of(head.AsSpan(0, read)), entityTag: tag, enableRangeProcessing: true);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static async Task<IResult> ThumbnailAsync(HttpContext context, ServedMemory memory, Thumbnails thumbnails)
    {
        var image = memory.Require(ImageKey.Of(context, below: 1));
        var size = Thumbnails.Rounded(WholeNumber(context.Request.Query, "size", DefaultSize, MostSize));
        var bytes = await thumbnails.GetAsync(
            image.Sha256, size, () => StoredPicture.ReadAsync(memory, image.Key, context.RequestAborted), image.Key, context.RequestAborted);
        SetPictureHeaders(context, KeptAWhile);
        var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{image.Sha256[..32]}-{size}\""));
        return TypedResults.Bytes(bytes, MediaType.Of(bytes), entityTag: tag);
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, ServedMemory memory)
    {
        memory.RequireWritable();
        var key = ImageKey.Of(context);
        var report = await memory.ChangeAsync(
            async () =>
            {
                var image = memory.Require(key);
                var removed = await memory.Memory.RemoveAsync([key], context.RequestAborted);
                memory.Pictures.Delete(image.Path);
                return removed;
            },
            context.RequestAborted);
        return TypedResults.Json(new RemovalAnswer(report.Removed, report.Images), AnswerJson.Api.RemovalAnswer);
    }

    // The catalog knows the hash of what was memorized; a file that was changed since gets one of its own.
    private static async Task<EntityTagHeaderValue> TagAsync(Stream stream, MemorizedImage image, CancellationToken cancellationToken)
    {
        var hash = image.Sha256;
        if (stream.Length != image.SizeInBytes)
        {
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
            stream.Position = 0;
        }

        return new EntityTagHeaderValue($"\"{hash[..32]}\"");
    }

    private static void SetPictureHeaders(HttpContext context, string caching)
    {
        context.Response.Headers.CacheControl = caching;
        context.Response.Headers.ContentSecurityPolicy = PicturePolicy;
    }

    private static string? Single(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var value] => string.IsNullOrEmpty(value) ? null : value,
        _ => throw new RequestException(StatusCodes.Status400BadRequest, $"{name} is given more than once: give it once."),
    };

    private static int WholeNumber(IQueryCollection query, string name, int usual, int most) => Single(query, name) switch
    {
        null => usual,
        { } text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new RequestException(StatusCodes.Status400BadRequest, FormattableString.Invariant($"{name} must be a whole number from 1 to {most}, got '{text}'.")),
    };
}
