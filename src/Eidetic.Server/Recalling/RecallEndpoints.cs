using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Server.Images;
using Eidetic.Server.Memories;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eidetic.Server.Recalling;

/// <summary><c>POST /v1/recall</c>: by words, by many, by an image of the memory, by a picture.</summary>
internal static class RecallEndpoints
{
    public const string OptionsPart = "options";
    public const string ImagePart = "image";

    public static void MapRecall(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/recall", RecallAsync).DisableAntiforgery().WithMetadata(RecallDoc.Recall);

    private static async Task<IResult> RecallAsync(HttpContext context, ServedMemory memory, ServerOptions options, TimeProvider time)
    {
        var start = time.GetTimestamp();
        var limits = options.Limits;
        var (request, picture) = await ReadAsync(context.Request, limits);
        var texts = request.Texts(limits, picture is not null);
        if (request.Like is { } like)
        {
            picture = await SimilarAsync(memory, like, limits, context.RequestAborted);
        }

        var recall = request.Options(limits, memory.Info, isInWords: picture is null);
        IReadOnlyList<RecallQuery> queries = picture is null
            ? [.. texts.Select(RecallQuery.FromText)]
            : [new RecallQuery { Image = picture, Text = texts is [var beside] ? beside : null }];
        // An image is most like itself, which nobody needs to be told.
        var asked = request.Like is null ? recall : recall with { Top = recall.Top + 1, Beams = recall.Beams is { } beams ? Math.Max(beams, recall.Top + 1) : null };
        var results = await memory.Queries.RecallAsync(queries, asked, context.RequestAborted);
        var latency = time.GetElapsedTime(start).TotalMilliseconds;
        RecallAnswer[] answers = [.. results.Select(result => Answer(memory, Without(result, request.Like, recall.Top), recall.Explain, latency) with { Like = request.Like })];
        return request.Queries is null
            ? TypedResults.Json(answers[0], AnswerJson.Api.RecallAnswer)
            : TypedResults.Json(new RecallAnswers(answers, latency), AnswerJson.Api.RecallAnswers);
    }

    private static async Task<(RecallRequest Request, RgbImage? Picture)> ReadAsync(HttpRequest http, ServerLimits limits)
    {
        if (!http.HasFormContentType)
        {
            return (await RequestBody.ReadJsonAsync(http, RequestJson.Default.RecallRequest, limits.JsonBytes), null);
        }

        var form = await RequestBody.ReadFormAsync(http, limits.PictureBytes + limits.JsonBytes, mostFiles: 1);
        if (form.Files.Count != 1 || form.Files[0].Name != ImagePart)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, FormattableString.Invariant($"Expected one file in the part '{ImagePart}', got {form.Files.Count} files."));
        }

        var request = form[OptionsPart] switch
        {
            [] => new RecallRequest(),
            [{ } json] => RequestBody.Parse(System.Text.Encoding.UTF8.GetBytes(json), RequestJson.Default.RecallRequest, $"the part '{OptionsPart}'"),
            _ => throw new RequestException(StatusCodes.Status400BadRequest, $"Expected at most one part '{OptionsPart}', got several."),
        };
        var bytes = await UploadedFile.ReadAsync(form.Files[0], limits, http.HttpContext.RequestAborted);
        return (request, Decode(bytes, form.Files[0].FileName, limits));
    }

    private static async Task<RgbImage> SimilarAsync(ServedMemory memory, string key, ServerLimits limits, CancellationToken cancellationToken)
    {
        memory.Require(key);
        var bytes = await StoredPicture.ReadAsync(memory, key, cancellationToken);
        return await Task.Run(() => Decode(bytes, key, limits), cancellationToken);
    }

    private static RgbImage Decode(byte[] bytes, string item, ServerLimits limits) =>
        new ImageDecoder(new ImageDecoderOptions { MaxBytes = limits.PictureBytes, MaxPixels = limits.PicturePixels }).Decode(bytes, item);

    private static RecallResult Without(RecallResult result, string? key, int top) => key is null
        ? result
        : result with { Hits = [.. result.Hits.Where(hit => hit.Key != key).Take(top).Select((hit, place) => hit with { Rank = place + 1 })] };

    private static RecallAnswer Answer(ServedMemory memory, RecallResult result, bool isExplained, double latency) =>
        new(result.NoMatch, [.. result.Hits.Select(hit => HitEntry.Of(hit, memory.Find(hit.Key), isExplained))], latency)
        {
            Query = result.Query.Text,
            Match = result.MatchProbability,
            Closest = result.Closest is { } closest ? HitEntry.Of(closest, memory.Find(closest.Key), isExplained) : null,
            UnknownShare = result.UnknownShare,
            Filter = result.Filter,
        };
}
