using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Of the queries that measure a memory, those a filter lets be answered.</summary>
internal static class FilteredQueries
{
    /// <summary>The options without queries about images that do not pass; the same where there is no filter.</summary>
    /// <exception cref="SourceException">A query's image is not in the memory, or none of them passes.</exception>
    public static EvaluateOptions Of(RecallEngine engine, EvaluateOptions options)
    {
        if (options.Filter is null)
        {
            return options;
        }

        QueryChecks.Check(options);
        if (engine.Masks.For(candidates: null, options.Filter) is not { } allowed)
        {
            return options;
        }

        var kept = options.Queries.Where(query => engine.Book.TryGetImage(query.Image, out var image)
            ? allowed.Mask.AllowsImage(image)
            : throw new SourceException($"Expected queries about images that the memory holds, found '{query.Image}', which it does not: check the keys."));
        return options with { Queries = [.. kept] } is { Queries.Count: > 0 } filtered
            ? filtered
            : throw new SourceException($"Expected queries about some of the {allowed.Outcome.Images} images that pass the filter, found none: widen the filter.");
    }
}
