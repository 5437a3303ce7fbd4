using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public class LayerCacheTests
{
    public LayerCacheTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void A_cache_gives_what_concatenation_gives_however_it_grows_and_whichever_rows_are_chosen()
    {
        using var scope = NewDisposeScope();
        using var cache = new LayerCache();
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
