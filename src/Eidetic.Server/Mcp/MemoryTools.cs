using System.ComponentModel;
using System.Globalization;
using System.Text;
using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Server.Images;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Eidetic.Server.Mcp;

/// <summary>The tools: what they take is described for a language model, which fills it in.</summary>
/// <param name="memory">The memory.</param>
internal sealed class MemoryTools(ImageMemory memory)
{
    private const int MostHits = 50;
    private const int LongestQuery = 1000;
    private const int LongestSide = 768;
    private const int Quality = 85;
    private const int MostTags = 30;

    public static IEnumerable<McpServerTool> Of(ImageMemory memory)
    {
        var tools = new MemoryTools(memory);
        yield return Create(tools.RecallAsync, "recall_images", "Recall images");
        yield return Create(tools.Describe, "describe_memory", "Describe the collection");
        yield return Create(tools.GetImage, "get_image", "Look at an image");
    }

    [Description("Finds images of the collection by a description of what is to be seen. Returns keys with captions and probabilities, best first, or says that nothing matches.")]
    private async Task<string> RecallAsync(
        [Description("What the image shows, in a few English words, for example 'two dogs on a beach'.")] string query,
        [Description("How many images to name, 1 to 50.")] int top = 5,
        [Description("Where the collection can tell: the least probability, 0 to 1, that it holds such an image at all; leave out to get the closest images whatever they are.")] double? minProbability = null,
        CancellationToken cancellationToken = default)
    {
        Require(!string.IsNullOrWhiteSpace(query) && query.Length <= LongestQuery, $"Expected a description of 1 to {LongestQuery} characters.");
        Require(top is >= 1 and <= MostHits, $"Expected top from 1 to {MostHits}, got {top}.");
        Require(minProbability is null or (>= 0 and <= 1), "Expected minProbability from 0 to 1.");
        Require(minProbability is null || memory.Info.IsCalibrated, "This collection cannot tell how likely a match is: leave minProbability out.");
        var results = await memory.RecallAsync([RecallQuery.FromText(query)], new RecallOptions { Top = top, MinProbability = minProbability }, cancellationToken);
        return Tell(results[0]);
    }

    [Description("Tells what the collection holds: how many images, their tags and dates, how well it remembers them.")]
    private string Describe()
    {
        var info = memory.Info;
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{info.Images} images with {info.Captions} captions; {info.MemorizeAccuracy:P1} of them are recalled from their own picture.");
        text.AppendLine(info.IsCalibrated ? "Answers carry a calibrated probability that the collection holds a match." : "Answers carry no calibrated probabilities.");
        if (info.Tags.Count > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Tags: {string.Join(", ", info.Tags.Take(MostTags).Select(tag => $"{tag.Name} ({tag.Images})"))}.");
        }

        if (info is { FirstDate: { } first, LastDate: { } last })
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{info.Dated} images are dated, from {ImageDate.Text(first)} to {ImageDate.Text(last)}.");
        }

        return text.ToString();
    }

    [Description("Shows an image of the collection, scaled down, with its captions.")]
    private CallToolResult GetImage([Description("The image's key, as recall_images names it.")] string key)
    {
        var image = memory.FindImage(key) ?? throw new McpException($"The collection has no image '{key}': use a key that recall_images names.");
        using var stream = memory.OpenImage(key) ?? throw new McpException($"The file of '{key}' is not where it was memorized.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        try
        {
            var (picture, type) = Shrink(bytes.ToArray(), key);
            var text = image.Captions.Count == 0 ? key : $"{key}: {string.Join("; ", image.Captions.Select(caption => caption.Text))}";
            return new CallToolResult { Content = [ImageContentBlock.FromBytes(picture, type), new TextContentBlock { Text = text }] };
        }
        catch (ImageDecodeException exception)
        {
            throw new McpException(exception.Message, exception);
        }
    }

    private static (byte[] Bytes, string Type) Shrink(byte[] bytes, string key)
    {
        var decoder = new ImageDecoder();
        var header = decoder.ReadHeader(bytes, key);
        return Math.Max(header.Width, header.Height) <= LongestSide && MediaType.Of(bytes) is "image/jpeg" or "image/png"
            ? (bytes, MediaType.Of(bytes))
            : (ImageWriter.EncodeJpeg(ImageResizer.Thumbnail(decoder.Decode(bytes, key), LongestSide), Quality), "image/jpeg");
    }

    private string Tell(RecallResult result)
    {
        var text = new StringBuilder();
        if (result.NoMatch)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Nothing matches (probability of a match {result.MatchProbability:0.00}). The closest image is unlikely to be meant:");
        }
        else if (result.MatchProbability is { } match)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Probability that the collection holds a match: {match:0.00}.");
        }

        foreach (var hit in result is { NoMatch: true, Closest: { } closest } ? [closest] : result.Hits)
        {
            var caption = memory.FindImage(hit.Key)?.Captions is [var first, ..] ? $": {first.Text}" : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"{hit.Rank}. {hit.Key}{caption} ({hit.Confidence ?? hit.Probability:0.000})");
        }

        return text.ToString();
    }

    private static McpServerTool Create(Delegate tool, string name, string title) => McpServerTool.Create(
        tool, new McpServerToolCreateOptions { Name = name, Title = title, ReadOnly = true, Idempotent = true, OpenWorld = false, Destructive = false });

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new McpException(message);
        }
    }
}
