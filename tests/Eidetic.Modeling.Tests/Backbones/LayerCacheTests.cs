using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public class LayerCacheTests
{
    public LayerCacheTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(8)]
    [InlineData(0)]
    public void A_cache_gives_what_concatenation_gives_however_it_grows_and_whichever_rows_are_chosen(int leastRoom)
    {
        using var scope = NewDisposeScope();
        using var cache = new LayerCache(leastRoom);
        using var generator = new Generator(1);
        var (keys, values) = (empty(2, 3, 0, 4), empty(2, 3, 0, 4));

        foreach (var count in new[] { 5, 1, 1, 9, 1, 30, 1, 1, 1 })
        {
            var (newKeys, newValues) = (randn([2, 3, count, 4], generator: generator), randn([2, 3, count, 4], generator: generator));
            (keys, values) = (cat([keys, newKeys], dim: 2), cat([values, newValues], dim: 2));
            var (allKeys, allValues) = cache.Append(newKeys, newValues);
            allKeys.equal(keys).all().item<bool>().Should().BeTrue();
            allValues.equal(values).all().item<bool>().Should().BeTrue();
            var parents = tensor(new long[] { 1, 0 });
            cache.Select(parents);
            (keys, values) = (keys.index_select(0, parents), values.index_select(0, parents));
        }

        keys.shape[2].Should().Be(50);
    }

    [Fact]
    public void A_cache_without_room_keeps_what_it_was_given_and_no_more()
    {
        using var scope = NewDisposeScope();
        using var cache = new LayerCache(leastRoom: 0);
        var given = ones(2, 3, 1, 4);

        cache.Append(given, given);
        cache.Select(tensor(new long[] { 1, 0, 1 }));
        var (keys, values) = cache.Append(ones(3, 3, 1, 4), ones(3, 3, 1, 4));

        // A view of something roomier would have gaps.
        keys.is_contiguous().Should().BeTrue();
        values.is_contiguous().Should().BeTrue();
    }

    [Fact]
    public void Keys_that_gradients_flow_through_are_refused()
    {
        using var scope = NewDisposeScope();
        using var cache = new LayerCache();
        var learned = zeros(1, 1, 1, 2, requires_grad: true);

        var append = () => cache.Append(learned, learned);

        append.Should().Throw<InvalidOperationException>().WithMessage("Expected a decoding under no_grad*");
    }

    [Fact]
    public void Rows_of_an_empty_cache_may_be_chosen()
    {
        using var scope = NewDisposeScope();
        using var cache = new LayerCache();

        cache.Select(tensor(new long[] { 0, 0 }));

        cache.IsEmpty.Should().BeTrue();
    }
}
