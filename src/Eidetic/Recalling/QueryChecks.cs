using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Checks what is asked of a memory, in the user's words.</summary>
internal static class QueryChecks
{
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
            throw new ArgumentException($"--top must be at least 1, got {options.Top}.", nameof(options));
        }

        if (options.Beams < 1)
        {
            throw new ArgumentException($"--beams must be at least 1, got {options.Beams}.", nameof(options));
        }

        if (options.Beams < options.Top)
        {
            throw new ArgumentException($"--beams must be at least --top, got {options.Beams} beams for {options.Top} hits.", nameof(options));
        }
    }
}
