using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class ConvertedLinearTests : IDisposable
{
    private readonly DisposeScope _scope;

    public ConvertedLinearTests()
    {
        TorchRuntime.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(ScalarType.BFloat16, 9000, 1000)]     // parts of 1048 rows, the last one shorter
    [InlineData(ScalarType.Float16, 16_384, 1024)]    // sixteen whole parts
    [InlineData(ScalarType.BFloat16, 30, 20)]         // too small for parts
    [InlineData(ScalarType.Float32, 9000, 1000)]
    public void Parts_give_what_the_whole_gives(ScalarType kept, int outputs, int inputs)
    {
        using var generator = new Generator(1);
        var (weight, bias) = (randn([outputs, inputs], generator: generator).to(kept), randn(outputs, generator: generator).to(kept));
        var input = randn([2, 3, inputs], generator: generator);
        var expected = nn.functional.linear(input, weight.to(ScalarType.Float32), bias.to(ScalarType.Float32));

        using var noGrad = no_grad();
        var output = ConvertedLinear.Of(input, weight, bias);
        var unbiased = ConvertedLinear.Of(input, weight);

        output.dtype.Should().Be(ScalarType.Float32);
        output.shape.Should().Equal(2, 3, outputs);
        var bound = 1e-5 * Math.Sqrt(inputs);
        (output - expected).abs().max().ToDouble().Should().BeLessThan(bound);
        (unbiased + bias.to(ScalarType.Float32) - expected).abs().max().ToDouble().Should().BeLessThan(bound);
    }

    [Fact]
    public void Gradients_flow_through_weights_of_another_type()
    {
        var weight = randn(9000, 1000).to(ScalarType.BFloat16);
        var input = randn(2, 1000).requires_grad_(true);

        ConvertedLinear.Of(input, weight).sum().backward();

        input.grad!.allclose(weight.to(ScalarType.Float32).sum(dim: 0).expand(2, 1000), rtol: 1e-4, atol: 1e-2).Should().BeTrue();
    }

    [Fact]
    public void No_part_is_left_behind()
    {
        using var noGrad = no_grad();
        var (weight, input) = (randn(9000, 1000).to(ScalarType.BFloat16), randn(2, 1000));
        ConvertedLinear.Of(input, weight).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        ConvertedLinear.Of(input, weight).Dispose();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }
}
