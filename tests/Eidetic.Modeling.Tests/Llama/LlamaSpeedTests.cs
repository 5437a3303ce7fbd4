using System.Diagnostics;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Llama;

/// <summary>Medians of ratios of times that were taken one after the other; a busy machine stretches both sides, hence the slack.</summary>
[Trait("Speed", "Slow")]
public class LlamaSpeedTests(ITestOutputHelper output)
{
    private const int NewTokens = 64;
    private const int Rounds = 3;

    private static readonly LlamaConfig Config = new()
    {
        Width = 512,
        FeedForwardWidth = 1024,
        Layers = 12,
        Heads = 8,
        KeyValueHeads = 4,
        HeadDim = 64,
        Vocabulary = 320,
        TiesHead = true,
    };

    // The cache saves more the longer the prompt is: reading a short one again costs little beside streaming the weights.
    [Theory]
    [InlineData(8, 1)]
    [InlineData(192, 5)]
    public void Generation_with_a_cache_is_fast_beside_reading_again_and_beside_streaming_the_weights(int promptLength, double leastRatio)
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var parameters = new ParameterScope(new RandomOrigin(seed: 1, CPU));
        using var owned = parameters.Parameters;
        var model = new LlamaModel(parameters.Under("model"), parameters.Under("lm_head"), Config);
        var prompt = arange(promptLength).unsqueeze(0);
        using var batch = new TokenBatch(prompt, ones_like(prompt));

        var rounds = new List<(TimeSpan Kept, TimeSpan Streamed)>();
        Generate(model, batch, keepsCache: true);
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add((Time(() => Generate(model, batch, keepsCache: true)), Time(() => Stream(model, NewTokens))));
        }

        var again = Time(() => Generate(model, batch, keepsCache: false)); // long, and steady for that

        // A cache that cost nothing but streaming the weights once a token could be no faster than this.
        var bound = Median(rounds.Select(round => again / round.Streamed));
        var (ratio, overhead) = (Median(rounds.Select(round => again / round.Kept)), Median(rounds.Select(round => round.Kept / round.Streamed)));
        var (kept, streamed) = (rounds.Min(round => round.Kept), rounds.Min(round => round.Streamed));
        output.WriteLine(FormattableString.Invariant(
            $"{promptLength} + {NewTokens} tokens: {kept.TotalMilliseconds:F0} ms with a cache, {again.TotalMilliseconds:F0} ms without: {ratio:F2} times as fast, of {bound:F2} at most"));
        output.WriteLine(FormattableString.Invariant(
            $"{kept.TotalMilliseconds / NewTokens:F2} ms a token, {streamed.TotalMilliseconds / NewTokens:F2} ms to stream the weights: {overhead:F2} times as long"));
        ratio.Should().BeGreaterThan(leastRatio);
        overhead.Should().BeLessThan(2);
    }

    private static TimeSpan Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static void Generate(LlamaModel model, TokenBatch prompts, bool keepsCache) =>
        new TokenGenerator(new GreedySampler(), new GenerationOptions { MaxTokens = NewTokens, KeepsCache = keepsCache }).Generate(model, prompts);

    private static void Stream(LlamaModel model, int times)
    {
        var names = model.Parameters.Names.Where(name => model.Parameters[name].dim() == 2).ToArray();
        for (var time = 0; time < times; time++)
        {
            foreach (var name in names)
            {
                using var scope = NewDisposeScope();
                var weight = model.Parameters[name];
                nn.functional.linear(ones(1, weight.shape[1]), weight);
            }
        }
    }
}
