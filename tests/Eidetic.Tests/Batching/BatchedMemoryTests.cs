using Eidetic.Abstractions;

namespace Eidetic.Tests.Batching;

public sealed class BatchedMemoryTests : IAsyncDisposable
{
    private readonly HeldMemory _inner = new();

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    [Fact]
    public async Task A_query_that_finds_the_memory_idle_is_decoded_at_once_and_those_that_come_meanwhile_together()
    {
        await using var memory = new BatchedMemory(_inner);
        var first = await FirstAsync(memory);
        var (second, third) = (AskAsync(memory, "second"), AskAsync(memory, "third"));

        _inner.Let(2);

        (await first, await second, await third).Should().Be(("first", "second", "third"));
        _inner.Decodings.Should().BeEquivalentTo(new[] { new[] { "first" }, ["second", "third"] });
    }

    [Fact]
    public async Task Queries_that_are_asked_in_another_way_are_decoded_apart()
    {
        await using var memory = new BatchedMemory(_inner);
        var first = await FirstAsync(memory);
        var filter = () => new RecallOptions { Filter = new RecallFilter { AllTags = ["a"] } };
        Task[] asked = [AskAsync(memory, "a", filter()), AskAsync(memory, "b", new RecallOptions { Top = 3 }), AskAsync(memory, "c", filter())];

        _inner.Let(3);

        await Task.WhenAll([first, .. asked]);
        _inner.Decodings.Should().BeEquivalentTo(new[] { new[] { "first" }, ["a", "c"], ["b"] });
    }

    [Fact]
    public async Task A_decoding_takes_no_more_queries_than_it_may()
    {
        await using var memory = new BatchedMemory(_inner, mostQueries: 2);
        var first = await FirstAsync(memory);
        var rest = memory.RecallAsync([.. Enumerable.Range(0, 5).Select(i => RecallQuery.FromText($"{i}"))]);

        _inner.Let(9);

        (await rest).Select(result => result.Hits[0].Key).Should().Equal("0", "1", "2", "3", "4");
        await first;
        _inner.Decodings.Should().OnlyContain(decoding => decoding.Length <= 2);
    }

    [Fact]
    public async Task Two_decodings_are_in_work_at_a_time_where_two_may_be()
    {
        await using var memory = new BatchedMemory(_inner, decodings: 2);
        var first = await FirstAsync(memory);
        var second = AskAsync(memory, "second");
        await Eventually.HoldsAsync(() => _inner.Decodings.Count == 2);
        var (third, fourth) = (AskAsync(memory, "third"), AskAsync(memory, "fourth"));

        _inner.Let(9);

        (await Task.WhenAll(first, second, third, fourth)).Should().Equal("first", "second", "third", "fourth");
        _inner.Decodings.Take(2).Should().BeEquivalentTo(new[] { new[] { "first" }, ["second"] });
    }

    [Fact]
    public async Task Whoever_stops_waiting_stops_nobody_else_and_the_last_one_stops_the_decoding()
    {
        await using var memory = new BatchedMemory(_inner);
        using var stop = new CancellationTokenSource();
        using var stopLast = new CancellationTokenSource();
        var first = await FirstAsync(memory);
        var (left, stays) = (AskAsync(memory, "left", cancellationToken: stop.Token), AskAsync(memory, "stays"));
        _inner.Let();
        await first;
        await Eventually.HoldsAsync(() => _inner.Decodings.Count == 2);

        await stop.CancelAsync();
        await left.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        _inner.LastToken.IsCancellationRequested.Should().BeFalse();
        _inner.Let();
        (await stays).Should().Be("stays");
        var last = AskAsync(memory, "last", cancellationToken: stopLast.Token);
        await Eventually.HoldsAsync(() => _inner.Decodings.Count == 3);
        await stopLast.CancelAsync();

        await last.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        _inner.LastToken.IsCancellationRequested.Should().BeTrue();
        var after = AskAsync(memory, "after");
        _inner.Let(2); // the decoding that was stopped may still take one
        (await after).Should().Be("after");
    }

    [Fact]
    public async Task Whoever_asks_what_is_refused_is_told_and_the_others_are_answered()
    {
        await using var memory = new BatchedMemory(_inner);
        var first = await FirstAsync(memory);
        var (good, wrong, other) = (AskAsync(memory, "good"), AskAsync(memory, "wrong"), AskAsync(memory, "other"));

        _inner.Let(9);

        await first;
        (await good, await other).Should().Be(("good", "other"));
        await wrong.Invoking(task => task).Should().ThrowAsync<OptionException>();
        await memory.Invoking(m => m.RecallAsync([])).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Whoever_asks_when_as_many_wait_as_may_is_refused_and_let_in_when_they_are_answered()
    {
        await using var memory = new BatchedMemory(_inner, mostWaiting: 2);
        var first = await FirstAsync(memory);
        var (second, third) = (AskAsync(memory, "second"), AskAsync(memory, "third"));

        var refused = await memory.Invoking(m => m.RecallAsync([RecallQuery.FromText("fourth")])).Should().ThrowAsync<MemoryBusyException>();
        _inner.Let(9);
        await Task.WhenAll(first, second, third);
        var many = await memory.RecallAsync([.. Enumerable.Range(0, 5).Select(i => RecallQuery.FromText($"{i}"))]);

        refused.WithMessage("Expected at most 2 queries to wait*2 do*");
        many.Should().HaveCount(5); // nobody waited
        _inner.Decodings.Should().NotContain(decoding => decoding.Contains("fourth"));
    }

    [Fact]
    public async Task Who_waits_when_the_memory_is_disposed_is_answered_and_who_comes_later_is_refused()
    {
        var memory = new BatchedMemory(_inner);
        var first = await FirstAsync(memory);
        _inner.Let();

        await memory.DisposeAsync();

        (await first).Should().Be("first");
        await memory.Invoking(m => m.RecallAsync([RecallQuery.FromText("late")])).Should().ThrowAsync<ObjectDisposedException>();
    }

    private async Task<Task<string>> FirstAsync(BatchedMemory memory)
    {
        var first = AskAsync(memory, "first");
        await Eventually.HoldsAsync(() => _inner.Decodings.Count == 1);
        return first;
    }

    private static async Task<string> AskAsync(
        BatchedMemory memory, string query, RecallOptions? options = null, CancellationToken cancellationToken = default) =>
        (await memory.RecallAsync([RecallQuery.FromText(query)], options, cancellationToken))[0].Hits[0].Key;
}
