using System.Collections.Concurrent;
using System.Diagnostics;
using Eidetic.Abstractions;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Batching;

[Collection(TorchTests.Name)]
public sealed class TogetherTests(LearnedMemory learned)
{
    [Fact]
    public async Task Questions_are_decoded_on_threads_that_do_nothing_else()
    {
        var threads = new ConcurrentBag<string?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EideticTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => threads.Add(Thread.CurrentThread.Name),
        };
        ActivitySource.AddActivityListener(listener);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => learned.Memory.RecallAsync("a red disc"))));

        threads.Should().HaveCountGreaterThanOrEqualTo(20).And.OnlyContain(name => name == "Eidetic decoding");
        DecodingThreads.Shared.Count.Should().BeLessThanOrEqualTo(Environment.ProcessorCount);
    }

    [Fact]
    public async Task Many_callers_at_once_get_the_answers_they_get_one_by_one()
    {
        string[] queries = [.. Pictures.Names.Select(name => "a " + name.Replace('-', ' '))];
        var alone = new Dictionary<string, IReadOnlyList<Hit>>();
        foreach (var query in queries)
        {
            alone[query] = await learned.Memory.RecallAsync(query);
        }

        await using var other = await ImageMemory.OpenAsync(learned.Options.Memory);
        await using var memory = new BatchedMemory(other);
        var together = await Task.WhenAll(Enumerable.Range(0, 4).SelectMany(_ => queries).Select(query => Task.Run(async () =>
            (Query: query, (await memory.RecallAsync([RecallQuery.FromText(query)]))[0].Hits))));
        var direct = await Task.WhenAll(queries.Select(query => Task.Run(async () => (Query: query, Hits: await other.RecallAsync(query)))));

        foreach (var (query, hits) in together.Concat(direct))
        {
            hits.Should().BeEquivalentTo(alone[query], o => o.WithStrictOrdering().Using<double>(c => c.Subject.Should().BeApproximately(c.Expectation, 1e-4)).WhenTypeIs<double>());
        }
    }
}
