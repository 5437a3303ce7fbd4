using System.Text;
using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Server.Keys;
using Eidetic.Server.Memories;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Eidetic.Server.Images;

/// <summary><c>POST /v1/images</c>: pictures come to the memory.</summary>
internal static class UploadEndpoint
{
    public const string FilesPart = "files";
    public const string CaptionsPart = "captions";
    private const int MostCaptions = 32;

    public static void MapUploads(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/images", AddAsync).DisableAntiforgery()
        .WithMetadata(ImageDoc.Add, new NeedsWriting());

    private static async Task<IResult> AddAsync(HttpContext context, ServedMemory memory, ServerOptions options)
    {
        memory.RequireWritable();
        var limits = options.Limits;
        var form = await RequestBody.ReadFormAsync(context.Request, limits.UploadBytes, limits.UploadFiles);
        var keys = Keys(form.Files, limits);
        var captions = Captions(form, keys, limits);
        var skipped = new List<SourceProblem>();
        var files = new List<UploadedFile>();
        foreach (var (file, key) in form.Files.Zip(keys))
        {
            if (await CheckedAsync(file, key, limits, skipped, context.RequestAborted) is { } picture)
            {
                files.Add(picture);
            }
        }

        if (files.Count == 0)
        {
            throw new RequestException(StatusCodes.Status422UnprocessableEntity, $"None of the files can be added: {skipped[0].Item}: {skipped[0].Message}") { Skipped = skipped };
        }

        var answer = await memory.ChangeAsync(() => StoreAsync(memory, files, captions, skipped, context.RequestAborted), context.RequestAborted);
        return TypedResults.Json(answer, AnswerJson.Api.UploadAnswer, statusCode: answer.Added.Count > 0 ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<UploadAnswer> StoreAsync(
        ServedMemory memory, List<UploadedFile> files, IReadOnlyDictionary<string, string[]> captions, List<SourceProblem> skipped, CancellationToken cancellationToken)
    {
        string[] known = [.. files.Select(file => file.Key).Where(key => memory.Memory.FindImage(key) is not null)];
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        AddReport? report = null;
        try
        {
            foreach (var file in files.Where(file => !known.Contains(file.Key)))
            {
                stored[file.Key] = memory.Pictures.Store(file.Key, file.Bytes);
            }

            report = stored.Count > 0 ? await memory.Memory.AddAsync(new UploadSource(stored, captions), progress: null, cancellationToken) : null;
        }
        finally
        {
            foreach (var (_, path) in stored.Where(file => !(report?.Added.Contains(file.Key) ?? false)))
            {
                memory.Pictures.Delete(path);
            }
        }

        var missing = stored.Keys.Except(report?.Added ?? []).ToHashSet(StringComparer.Ordinal);
        skipped.AddRange((report?.Problems ?? []).Where(problem => missing.Contains(problem.Item)));
        return new UploadAnswer(report?.Added ?? [], known, skipped, report?.Images ?? memory.Memory.Count);
    }

    private static List<string> Keys(IFormFileCollection files, ServerLimits limits)
    {
        if (files.Count == 0 || files.Count > limits.UploadFiles)
        {
            throw Wrong(FormattableString.Invariant($"Expected 1 to {limits.UploadFiles} files in parts '{FilesPart}', got {files.Count}."));
        }

        if (files.FirstOrDefault(file => file.Name != FilesPart) is { } other)
        {
            throw Wrong($"Expected files in parts '{FilesPart}', got one in '{other.Name}'.");
        }

        var keys = files.Select(file => UploadedFile.KeyOf(file.FileName)).ToList();
        return keys.GroupBy(key => key, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw Wrong($"Expected every file name once, got '{twice.Key}' more than once.")
            : keys;
    }

    private static Dictionary<string, string[]> Captions(IFormCollection form, List<string> keys, ServerLimits limits)
    {
        if (form[CaptionsPart] is not [{ } json])
        {
            return form[CaptionsPart].Count == 0 ? new Dictionary<string, string[]>() : throw Wrong($"Expected at most one part '{CaptionsPart}', got several.");
        }

        var captions = RequestBody.Parse(Encoding.UTF8.GetBytes(json), RequestJson.Default.DictionaryStringStringArray, $"the part '{CaptionsPart}'");
        foreach (var (key, texts) in captions)
        {
            if (!keys.Contains(key))
            {
                throw Wrong($"Expected captions of the uploaded files, got some of '{key}'.");
            }

            if (texts is null || texts.Length > MostCaptions || texts.Any(text => string.IsNullOrWhiteSpace(text) || text.Length > limits.QueryLength))
            {
                throw Wrong(FormattableString.Invariant($"Expected at most {MostCaptions} captions of '{key}', none empty or of more than {limits.QueryLength} characters."));
            }
        }

        return captions;
    }

    // A header tells what a picture will take before anything of that size is allocated.
    private static async Task<UploadedFile?> CheckedAsync(IFormFile file, string key, ServerLimits limits, List<SourceProblem> skipped, CancellationToken cancellationToken)
    {
        var bytes = await UploadedFile.ReadAsync(file, limits, cancellationToken);
        try
        {
            new ImageDecoder(new ImageDecoderOptions { MaxBytes = limits.PictureBytes, MaxPixels = limits.PicturePixels }).ReadHeader(bytes, key);
            return new UploadedFile(key, bytes);
        }
        catch (ImageDecodeException exception)
        {
            skipped.Add(new SourceProblem(key, exception.Message));
            return null;
        }
    }

    private static RequestException Wrong(string message) => new(StatusCodes.Status400BadRequest, message);
}
