namespace Eidetic.Abstractions;

/// <summary>A memorized collection that answers queries. Recall is safe from several threads; dispose it when done.</summary>
public interface IImageMemory : IAsyncDisposable
{
    /// <summary>Number of images that can be recalled.</summary>
    int Count { get; }

    /// <summary>Answers queries together, which is faster than one by one.</summary>
    /// <param name="queries">At least one query.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Stops between decoding steps.</param>
    /// <returns>One answer for each query, in order.</returns>
    /// <exception cref="ArgumentException">A query is empty, or the options contradict each other.</exception>
    /// <exception cref="SourceException">A candidate is not in the memory.</exception>
    Task<IReadOnlyList<RecallResult>> RecallAsync(
        IReadOnlyList<RecallQuery> queries, RecallOptions? options = null, CancellationToken cancellationToken = default);
}
