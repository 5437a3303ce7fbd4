using System.ComponentModel;
using Eidetic.Abstractions;
using Microsoft.Extensions.AI;

namespace Eidetic.Extensions.AI;

/// <summary>Makes a memory a tool of chat models, so that they answer with images (GRACE, arXiv 2402.10805, §1).</summary>
public static class RecallImagesTool
{
    private const int LongestQuery = 1000;
    private const int MostImages = 100;

    /// <summary>Makes the tool, for <c>ChatOptions.Tools</c>.</summary>
    /// <param name="memory">Answers; it stays the caller's.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="OptionException">An option is out of range.</exception>
    public static AIFunction CreateRecallTool(this IImageMemory memory, RecallImagesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(memory);
        options ??= new RecallImagesOptions();
        if (options.MostImages is < 1 or > MostImages)
        {
            throw new OptionException(FormattableString.Invariant($"Expected MostImages from 1 to {MostImages}, got {options.MostImages}."));
        }

        if (options.MinProbability is { } least && !(least is >= 0 and <= 1))
        {
            throw new OptionException(FormattableString.Invariant($"Expected MinProbability from 0 to 1, got {least}."));
        }

        var description = $"Finds pictures in {options.Collection ?? "the user's collection of images"} by a description of what is to be seen. Returns the keys of the images, best first.";
        return AIFunctionFactory.Create(new Recalling(memory, options).RecallAsync, options.Name, description);
    }

    private sealed class Recalling(IImageMemory memory, RecallImagesOptions options)
    {
        public async Task<RecalledImages> RecallAsync(
            [Description("What the image shows, in a few English words, for example 'two dogs on a beach'.")] string query,
            [Description("How many images to name.")] int top = 5,
            CancellationToken cancellationToken = default)
        {
            if (string.IsNullOrWhiteSpace(query) || query.Length > LongestQuery)
            {
                throw new ArgumentException($"Expected a description of 1 to {LongestQuery} characters.", nameof(query));
            }

            var recall = new RecallOptions { Top = Math.Clamp(top, 1, options.MostImages), MinProbability = options.MinProbability };
            var results = await memory.RecallAsync([RecallQuery.FromText(query)], recall, cancellationToken);
            var result = results[0];
            IReadOnlyList<Hit> hits = result is { NoMatch: true, Closest: { } closest } ? [closest] : result.Hits;
            return new RecalledImages(!result.NoMatch && hits.Count > 0, [.. hits.Select(hit => new RecalledImage(hit.Key, hit.Confidence ?? hit.Probability, options.Caption?.Invoke(hit.Key)))]);
        }
    }
}
