using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class DecodingCacheTests
{
    public DecodingCacheTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void Rows_follow_their_parents_in_every_part()
    {
        using var scope = NewDisposeScope();
        using var cache = new DecodingCache(layers: 2);
        var values = arange(2).to(ScalarType.Float32).view(2, 1, 1, 1);
        cache.Extend(tensor(new long[,] { { 0, 1 }, { 1, 1 } }));
        cache[0].Append(values, values);
        cache[1].Append(values, values);
        cache.Keep(values, tensor(new long[] { 5, 6 }));

        cache.Select(tensor(new long[] { 1, 1, 0 }));

        cache.Tokens.Should().Be(2);
        cache.Mask!.data<long>().Should().Equal(1, 1, 1, 1, 0, 1);
        cache.PicturesRead!.data<long>().Should().Equal(6, 6, 5);
        cache.Pictures!.data<float>().Should().Equal(1, 1, 0);
        cache[1].Append(zeros(3, 1, 1, 1), zeros(3, 1, 1, 1)).Keys.data<float>().Should().Equal(1, 0, 1, 0, 0, 0);
    }

    [Fact]
    public void A_cache_owns_its_tensors_and_frees_them()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (NewDisposeScope())
        {
            using var cache = new DecodingCache(layers: 1);
            cache.Extend(ones(2, 3, dtype: ScalarType.Int64));
            cache.Extend(ones(2, 1, dtype: ScalarType.Int64));
            cache[0].Append(zeros(2, 1, 4, 1), zeros(2, 1, 4, 1));
            cache.Tokens.Should().Be(4);
            cache.Select(tensor(new long[] { 0 }));
        }

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }
}
