using System.Collections.Concurrent;
using Eidetic.Abstractions;

namespace Eidetic.Tests.Batching;

/// <summary>A memory that answers when it is let: queries wait, as they do while another decoding is in work.</summary>
internal sealed class HeldMemory : IImageMemory
{
    private readonly SemaphoreSlim _let = new(0);

    public ConcurrentQueue<string[]> Decodings { get; } = [];

    public CancellationToken LastToken { get; private set; }

    public int Count => 1;

    public void Let(int decodings = 1) => _let.Release(decodings);

    public async Task<IReadOnlyList<RecallResult>> RecallAsync(
        IReadOnlyList<RecallQuery> queries, RecallOptions? options = null, CancellationToken cancellationToken = default)
    {
        LastToken = cancellationToken;
        Decodings.Enqueue([.. queries.Select(query => query.Text!)]);
        if (!await _let.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken))
        {
            throw new TimeoutException("Nobody let the memory answer.");
        }

        return queries.Any(query => query.Text == "wrong")
            ? throw new OptionException("wrong")
            : [.. queries.Select(query => new RecallResult(query, [new Hit { Rank = 1, Key = query.Text!, Probability = 1, Score = 0, Identifier = [] }]))];
    }

    public ValueTask DisposeAsync()
    {
        _let.Dispose();
        return ValueTask.CompletedTask;
    }
}
