using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Generation;

public sealed class NucleusSamplerTests
{
    public NucleusSamplerTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(0.3, new[] { 2 })]
    [InlineData(0.5, new[] { 2 })]
    [InlineData(0.6, new[] { 0, 2 })]
    [InlineData(0.9, new[] { 0, 2, 3 })]
    [InlineData(1.0, new[] { 0, 1, 2, 3 })]
    public void Nothing_outside_the_nucleus_is_drawn_and_everything_in_it_is(double topP, int[] nucleus)
    {
        using var scope = NewDisposeScope();
        var sampler = new NucleusSampler(topP, temperature: 1, seed: 1);

        var drawn = Draw(sampler, [0.3f, 0.05f, 0.5f, 0.15f], times: 500);

        drawn.Distinct().Order().Should().Equal(nucleus.Select(token => (long)token));
    }

    [Fact]
    public void Tokens_are_drawn_as_often_as_they_are_likely_within_the_nucleus()
    {
        using var scope = NewDisposeScope();

        var drawn = Draw(new NucleusSampler(topP: 0.75, temperature: 1, seed: 5), [0.3f, 0.05f, 0.5f, 0.15f], times: 4000);

        (drawn.Count(token => token == 2) / 4000.0).Should().BeApproximately(0.5 / 0.8, 0.03);
    }

    [Theory]
    [InlineData(0.5, 0.9)]       // 0.75² / (0.75² + 0.25²)
    [InlineData(2.0, 0.634)]     // √0.75 / (√0.75 + √0.25)
    public void The_temperature_sharpens_or_flattens(double temperature, double share)
    {
        using var scope = NewDisposeScope();

        var drawn = Draw(new NucleusSampler(topP: 1, temperature, seed: 5), [0.75f, 0.25f], times: 4000);

        (drawn.Count(token => token == 0) / 4000.0).Should().BeApproximately(share, 0.03);
    }

    [Fact]
    public void The_same_seed_writes_the_same_and_copies_of_a_prompt_differ()
    {
        using var scope = NewDisposeScope();

        var (first, second, other) = (Write(seed: 7), Write(seed: 7), Write(seed: 8));

        first.Should().BeEquivalentTo(second, options => options.WithStrictOrdering());
        first.Should().HaveCount(3).And.OnlyHaveUniqueItems(row => string.Join(' ', row));
        other.Should().NotBeEquivalentTo(first);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1.1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0.9, 0)]
    [InlineData(0.9, double.PositiveInfinity)]
    public void Shares_and_temperatures_that_mean_nothing_are_refused(double topP, double temperature) =>
        FluentActions.Invoking(() => new NucleusSampler(topP, temperature, seed: 1)).Should().Throw<ArgumentOutOfRangeException>();

    private static IReadOnlyList<IReadOnlyList<int>> Write(int seed)
    {
        using var prompts = new TokenBatch(zeros([1, 2], dtype: ScalarType.Int64), ones([1, 2], dtype: ScalarType.Int64));
        var model = new PrefixModel(vocabulary: 10, _ => new float[10]);
        return new TokenGenerator(new NucleusSampler(topP: 0.9, temperature: 1, seed), new GenerationOptions { MaxTokens = 12, Copies = 3 })
            .Generate(model, prompts);
    }

    private static long[] Draw(NucleusSampler sampler, float[] probabilities, int times) =>
        sampler.Choose(tensor(probabilities).log().unsqueeze(0).repeat(times, 1)).data<long>().ToArray();
}
