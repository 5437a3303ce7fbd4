using Eidetic.Abstractions;

namespace Eidetic.Tests.Samples;

/// <summary>A memory in which nothing matches.</summary>
internal sealed class EmptyHandedMemory : IImageMemory
{
    public int Count => 1;

    public List<RecallOptions?> Asked { get; } = [];

    public Task<IReadOnlyList<RecallResult>> RecallAsync(
        IReadOnlyList<RecallQuery> queries, RecallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Asked.Add(options);
        var closest = new Hit { Rank = 1, Key = "closest.png", Probability = 0.1, Score = 0, Identifier = ["c1"] };
        return Task.FromResult<IReadOnlyList<RecallResult>>(
            [.. queries.Select(query => new RecallResult(query, []) { NoMatch = true, MatchProbability = 0.1, Closest = closest })]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
