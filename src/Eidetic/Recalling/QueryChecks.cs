using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Checks what is asked of a memory, in the user's words.</summary>
internal static class QueryChecks
{
    /// <summary>Recall@10 needs ten hits.</summary>
    public const int FewestEvaluatedHits = 10;

    /// <exception cref="ArgumentException">There is no query, a query is empty, or an option is out of range.</exception>
    public static void Check(EvaluateOptions options)
    {
        Check([.. options.Queries.Select(q => RecallQuery.FromText(q.Query))], new RecallOptions { Top = 1, Beams = Math.Max(1, options.Beams ?? 1) });
        if (options.Beams is < FewestEvaluatedHits)
        {
            throw new OptionException($"--beams must be at least {FewestEvaluatedHits} where Recall@10 is measured, got {options.Beams}.");
        }

        if (options.BatchSize < 1)
        {
            throw new ArgumentException($"Expected a batch of at least 1 query, got {options.BatchSize}.", nameof(options));
        }
    }

    /// <exception cref="ArgumentException">There is no query, a query is empty, or the options contradict each other.</exception>
    public static void Check(IReadOnlyList<RecallQuery> queries, RecallOptions options)
    {
        if (queries.Count == 0)
        {
            throw new ArgumentException("Expected at least one query, got none.", nameof(queries));
        }

        foreach (var query in queries)
        {
            if (query.Image is null && string.IsNullOrWhiteSpace(query.Text))
            {
                throw new ArgumentException("Expected a description or a picture, got an empty query.", nameof(queries));
            }
        }

        if (options.Top < 1)
        {
            throw new OptionException($"--top must be at least 1, got {options.Top}.");
        }

        if (options.Beams is < 1)
        {
            throw new OptionException($"--beams must be at least 1, got {options.Beams}.");
        }

        if (options.MinProbability is { } least && !(least is >= 0 and <= 1))
        {
            throw new ArgumentException(FormattableString.Invariant($"--min-probability must be between 0 and 1, got {least}."), nameof(options));
        }

        if (options.Beams < options.Top)
        {
            throw new OptionException($"--beams must be at least --top, got {options.Beams} beams for {options.Top} hits.");
        }
    }
}
