namespace Eidetic.Tests.Batching;

public sealed class DecodingThreadsTests
{
    private readonly DecodingThreads _threads = new(most: 2);

    [Fact]
    public async Task One_after_the_other_all_work_is_done_by_one_thread_that_is_not_of_the_pool()
    {
        var workers = new HashSet<(int Thread, bool IsPooled)>();
        for (var i = 0; i < 50; i++)
        {
            workers.Add(await _threads.RunAsync(() => (Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread), CancellationToken.None));
            await Eventually.HoldsAsync(() => _threads.Working == 0);
        }

        workers.Should().ContainSingle().Which.IsPooled.Should().BeFalse();
        _threads.Count.Should().Be(1);
    }

    [Fact]
    public async Task No_more_work_is_done_at_a_time_than_there_are_threads_and_what_waits_is_done_in_order()
    {
        using var gate = new SemaphoreSlim(0);
        var (begun, order) = (0, new List<int>());
        var work = Enumerable.Range(0, 6).Select(i => _threads.RunAsync(
            () =>
            {
                Interlocked.Increment(ref begun);
                lock (order)
                {
                    order.Add(i);
                }

                return gate.Wait(TimeSpan.FromSeconds(20));
            },
            CancellationToken.None)).ToArray();
        await Eventually.HoldsAsync(() => Volatile.Read(ref begun) == 2);
        await Task.Delay(50);
        var atFirst = Volatile.Read(ref begun);

        gate.Release(6);

        (await Task.WhenAll(work)).Should().OnlyContain(isDone => isDone);
        atFirst.Should().Be(2);
        order.Take(2).Should().BeEquivalentTo([0, 1]);
        order.Skip(2).Max().Should().Be(5);
        _threads.Count.Should().Be(2);
    }

    [Fact]
    public async Task What_fails_and_what_is_stopped_while_it_waits_leave_the_threads_to_others()
    {
        using var gate = new SemaphoreSlim(0);
        using var stop = new CancellationTokenSource();
        var held = Enumerable.Range(0, 2).Select(_ => _threads.RunAsync(() => gate.Wait(TimeSpan.FromSeconds(20)), CancellationToken.None)).ToArray();
        var stopped = _threads.RunAsync(() => true, stop.Token);
        var failing = _threads.RunAsync<bool>(() => throw new InvalidOperationException("wrong"), CancellationToken.None);

        await stop.CancelAsync();
        await stopped.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>(); // at once: both threads are busy
        gate.Release(2);

        await failing.Invoking(task => task).Should().ThrowAsync<InvalidOperationException>();
        (await Task.WhenAll(held)).Should().OnlyContain(isDone => isDone);
        (await _threads.RunAsync(() => 7, CancellationToken.None)).Should().Be(7);
    }
}
