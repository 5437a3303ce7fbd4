using System.Threading.Channels;
using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>
/// Answers queries that arrive together in one decoding, which is faster than one by one. Nobody waits for others to come: a query that finds
/// the memory idle is decoded at once, and those that come meanwhile are decoded together next. Queries share a decoding where they are asked
/// in the same way; whoever stops waiting, or asks what is refused, changes nothing for the others. Safe to use from several threads.
/// Disposing it disposes the memory.
/// </summary>
public sealed class BatchedMemory : IImageMemory
{
    /// <summary>Most queries of one decoding where nothing else is said.</summary>
    public const int DefaultMostQueries = 32;

    private readonly IImageMemory _memory;
    private readonly int _mostQueries;
    private readonly Lock _taking = new();
    private readonly Channel<WaitingQueries> _waiting = Channel.CreateUnbounded<WaitingQueries>();
    private readonly int _mostWaiting;
    private readonly Task _answering;
    private int _queued;

    /// <summary>Begins to answer.</summary>
    /// <param name="memory">Answers the batches; belongs to this from now on.</param>
    /// <param name="mostQueries">Most queries of one decoding, at least 1; it bounds the memory that a decoding takes. Default 32.</param>
    /// <param name="decodings">
    /// Decodings that may be in work at a time, at least 1. Default 1; 2 keep two cores busy, since a part of every decoding runs on one.
    /// </param>
    /// <param name="mostWaiting">
    /// Most queries that may wait to be decoded, at least 1; whoever asks when so many do is refused, and who asks when none waits never is. Default any number.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public BatchedMemory(IImageMemory memory, int mostQueries = DefaultMostQueries, int decodings = 1, int mostWaiting = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostQueries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(decodings, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostWaiting, 1);
        (_memory, _mostQueries, _mostWaiting) = (memory, mostQueries, mostWaiting);
        _answering = Task.WhenAll(Enumerable.Range(0, decodings).Select(_ => Task.Run(AnswerAsync)));
    }

    /// <inheritdoc/>
    public int Count => _memory.Count;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The memory was disposed.</exception>
    /// <exception cref="MemoryBusyException">As many queries wait as may.</exception>
    public async Task<IReadOnlyList<RecallResult>> RecallAsync(
        IReadOnlyList<RecallQuery> queries, RecallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new RecallOptions();
        QueryChecks.Check(queries, options);
        Queue(queries.Count);
        var parts = queries.Chunk(_mostQueries).Select(part => new WaitingQueries(part, options, cancellationToken)).ToArray();
        foreach (var part in parts)
        {
            ObjectDisposedException.ThrowIf(!_waiting.Writer.TryWrite(part), this);
        }

        var answers = await Task.WhenAll(parts.Select(part => part.Answers));
        return answers is [var only] ? only : [.. answers.SelectMany(answer => answer)];
    }

    /// <summary>Answers who is waiting, then disposes the memory.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _answering;
        await _memory.DisposeAsync();
    }

    private async Task AnswerAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            // Explanations ask the model many times: who does not need them does not wait for them.
            foreach (var group in Take().GroupBy(waiting => waiting.Way).OrderBy(group => group.Key.Explain))
            {
                await DecodeAsync([.. group.Where(waiting => !waiting.IsOver)]);
            }
        }
    }

    private void Queue(int queries)
    {
        var waiting = Interlocked.Add(ref _queued, queries) - queries;
        if (waiting > 0 && waiting > _mostWaiting - queries)
        {
            Interlocked.Add(ref _queued, -queries);
            throw new MemoryBusyException(waiting, _mostWaiting);
        }
    }

    private List<WaitingQueries> Take()
    {
        var taken = new List<WaitingQueries>();
        var queries = 0;
        lock (_taking)
        {
            while (_waiting.Reader.TryPeek(out var next) && (queries == 0 || queries + next.Queries.Count <= _mostQueries) && _waiting.Reader.TryRead(out next))
            {
                taken.Add(next);
                queries += next.Queries.Count;
            }
        }

        Interlocked.Add(ref _queued, -queries);
        return taken;
    }

    private async Task DecodeAsync(IReadOnlyList<WaitingQueries> together)
    {
        if (together.Count == 0)
        {
            return;
        }

        using var interest = new SharedInterest(together);
        try
        {
            var answers = await _memory.RecallAsync([.. together.SelectMany(waiting => waiting.Queries)], together[0].Options, interest.Token);
            var start = 0;
            foreach (var waiting in together)
            {
                waiting.Answer([.. answers.Skip(start).Take(waiting.Queries.Count)]);
                start += waiting.Queries.Count;
            }
        }
        catch (Exception exception) when (together.Count == 1)
        {
            together[0].Fail(exception);
        }
        catch (Exception)
        {
            // One of them is refused, and nobody knows which: each is asked alone, and told of its own failure.
            foreach (var waiting in together.Where(waiting => !waiting.IsOver))
            {
                await DecodeAsync([waiting]);
            }
        }
    }
}
