using Eidetic.Abstractions;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Batching;

[Collection(TorchTests.Name)]
public sealed class TogetherTests(LearnedMemory learned)
{
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
