using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Eidetic.Server.Requests;

/// <summary>Reads bodies of requests within limits; whatever is wrong with one is told in a sentence.</summary>
internal static class RequestBody
{
    private const int KeyLength = 256;
    private const int BoundaryLength = 128;
    private const int HeaderBytes = 16 * 1024;

    /// <summary>Reads a body of JSON.</summary>
    /// <exception cref="RequestException">The body is missing, too large, no JSON in UTF-8, or not of the expected form.</exception>
    public static async Task<T> ReadJsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type, long mostBytes)
    {
        if (!request.HasJsonContentType() || !IsUtf8(request.ContentType))
        {
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, $"Expected a body of application/json in UTF-8, got {Quoted(request.ContentType)}.");
        }

        SetLimit(request, mostBytes);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return Parse(body.GetBuffer().AsSpan(0, (int)body.Length), type, "the body");
    }

    /// <summary>Reads JSON.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="type">What it should hold.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <exception cref="RequestException">It is no JSON, or not of the expected form.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type)
                ?? throw new RequestException(StatusCodes.Status400BadRequest, $"Expected a JSON object in {what}, got null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, $"Expected JSON of the documented form in {what}: {Where(exception)}", exception);
        }
    }

    /// <summary>Reads a form with files; the caller holds it no longer than the request.</summary>
    /// <exception cref="RequestException">The body is no such form, or too large.</exception>
    public static async Task<IFormCollection> ReadFormAsync(HttpRequest request, long mostBytes, int mostFiles)
    {
        if (!request.HasFormContentType || MediaTypeHeaderValue.TryParse(request.ContentType, out var media) && !media.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, $"Expected a body of multipart/form-data, got {Quoted(request.ContentType)}.");
        }

        SetLimit(request, mostBytes);
        try
        {
            return await request.ReadFormAsync(
                new FormOptions
                {
                    KeyLengthLimit = KeyLength,
                    ValueCountLimit = mostFiles + 8,
                    ValueLengthLimit = 1024 * 1024,
                    MultipartBodyLengthLimit = mostBytes,
                    MultipartBoundaryLengthLimit = BoundaryLength,
                    MultipartHeadersLengthLimit = HeaderBytes,
                },
                request.HttpContext.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException and not BadHttpRequestException && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw new RequestException(StatusCodes.Status400BadRequest, $"Expected a whole body of multipart/form-data: {exception.Message}", exception);
        }
    }

    private static void SetLimit(HttpRequest request, long mostBytes)
    {
        if (request.ContentLength > mostBytes)
        {
            throw new RequestException(
                StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"Expected a body of at most {mostBytes} bytes, got {request.ContentLength}: send less at once."));
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = mostBytes;
        }
    }

    private static bool IsUtf8(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var media) && (media.Charset.Length == 0 || media.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static string Quoted(string? contentType) => string.IsNullOrEmpty(contentType) ? "none" : $"'{contentType}'";

    private static string Where(Exception exception) => exception is JsonException json
        ? FormattableString.Invariant($"{FirstSentence(json.Message)} (at {json.Path ?? "$"}, line {json.LineNumber + 1 ?? 1}, byte {json.BytePositionInLine + 1 ?? 1}).")
        : "it holds text that is no Unicode.";

    // The rest of the runtime's message names C# types.
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        var sentence = (end < 0 ? message : message[..end]).TrimEnd('.');
        return sentence.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? "a value is not of the kind that belongs here" : sentence;
    }
}
