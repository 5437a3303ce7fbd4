using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Generation;

public sealed class BeamGeneratorTests
{
    private const int Vocabulary = 4;
    private const int End = 0;
    private const int Prompt = 3;

    public BeamGeneratorTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.0, 2)]
    [InlineData(0.7, 3)]
    [InlineData(1.0, 4)]
    [InlineData(2.0, 5)]
    public void Wide_beams_find_what_brute_force_finds(double lengthPenalty, int seed)
    {
        using var scope = NewDisposeScope();
        const int longest = 4;
        var expected = Everything([], logProbability: 0, longest, seed, lengthPenalty).OrderByDescending(text => text.Score).Take(81).ToList();

        var found = Generate(beams: 81, lengthPenalty, longest, prefix => Logits(prefix, seed));

        found.Should().HaveCount(81);
        found.Select(text => string.Join(' ', text.Tokens)).Should().Equal(expected.Select(text => string.Join(' ', text.Tokens)));
        found.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First.Score - pair.Second.Score) < 1e-5);
    }

    [Fact]
    public void One_beam_is_greedy()
    {
        using var scope = NewDisposeScope();
        using var prompts = Row(Prompt);
        var model = new PrefixModel(Vocabulary, prefix => Logits(prefix, seed: 8));
        var greedy = new TokenGenerator(new GreedySampler(), new GenerationOptions { MaxTokens = 6 }).Generate(model, prompts)[0];

        var found = new BeamGenerator(beams: 1, lengthPenalty: 1, new GenerationOptions { MaxTokens = 6 }).Generate(model, prompts);

        found.Should().ContainSingle().Which.Tokens.Should().Equal(greedy);
    }

    [Fact]
    public void A_second_beam_finds_what_greed_passes_by()
    {
        using var scope = NewDisposeScope();

        // 1 looks better (0.6 against 0.4), but what follows is undecided; after 2 the text ends for certain.
        static float[] Next(IReadOnlyList<int> prefix) => prefix[^1] switch
        {
            Prompt => Log(0, 0.6, 0.4, 0),
            1 => Log(0.34, 0.33, 0.33, 0),
            _ => Log(1, 0, 0, 0),
        };

        Generate(beams: 1, lengthPenalty: 0, longest: 2, Next)[0].Tokens.Should().Equal(1);
        var found = Generate(beams: 2, lengthPenalty: 0, longest: 2, Next);

        found[0].Tokens.Should().Equal(2);
        found[0].Score.Should().BeApproximately(Math.Log(0.4), 1e-5);
    }

    [Fact]
    public void The_length_penalty_decides_between_short_and_long()
    {
        using var scope = NewDisposeScope();

        // The end at once: log 0.45 = -0.80. Three tokens and the end: log 0.55 in all.
        static float[] Next(IReadOnlyList<int> prefix) => prefix.Count switch
        {
            1 => Log(0.55, 0.45, 0, 0),
            < 4 => Log(0, 1, 0, 0),
            _ => Log(1, 0, 0, 0),
        };

        Generate(beams: 2, lengthPenalty: 0, longest: 8, Next)[0].Tokens.Should().BeEmpty();
        Generate(beams: 2, lengthPenalty: 1, longest: 8, Next)[0].Tokens.Should().Equal(1, 1, 1);
    }

    [Fact]
    public void Searching_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        Generate(beams: 3, lengthPenalty: 1, longest: 5, prefix => Logits(prefix, seed: 1));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Generate(beams: 3, lengthPenalty: 1, longest: 5, prefix => Logits(prefix, seed: 1));

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().BeLessThanOrEqualTo(before);
    }

    private static IReadOnlyList<GeneratedText> Generate(int beams, double lengthPenalty, int longest, Func<IReadOnlyList<int>, float[]> logits)
    {
        using var prompts = Row(Prompt);
        return new BeamGenerator(beams, lengthPenalty, new GenerationOptions { MaxTokens = longest, EndToken = End })
            .Generate(new PrefixModel(Vocabulary, logits), prompts);
    }

    // Every text of at most so many tokens, the end token included.
    private static IEnumerable<GeneratedText> Everything(List<int> tokens, double logProbability, int longest, int seed, double lengthPenalty)
    {
        var scores = Logits([Prompt, .. tokens], seed);
        var total = Math.Log(scores.Sum(score => Math.Exp(score)));
        for (var token = 0; token < Vocabulary; token++)
        {
            var (sum, length) = (logProbability + scores[token] - total, tokens.Count + 1);
            List<int> grown = token == End ? tokens : [.. tokens, token];
            if (token == End || length == longest)
            {
                yield return new GeneratedText(grown, sum / Math.Pow(length, lengthPenalty));
                continue;
            }

            foreach (var text in Everything(grown, sum, longest, seed, lengthPenalty))
            {
                yield return text;
            }
        }
    }

    private static float[] Logits(IReadOnlyList<int> prefix, int seed)
    {
        var random = new Random(prefix.Aggregate(seed, (hash, token) => unchecked((hash * 31) + token + 1)));
        return [.. Enumerable.Range(0, Vocabulary).Select(_ => (float)(random.NextDouble() * 4))];
    }

    private static float[] Log(params double[] probabilities) => [.. probabilities.Select(p => p > 0 ? (float)Math.Log(p) : -100)];

    private static TokenBatch Row(int token) => new(full([1, 1], token, dtype: ScalarType.Int64), ones([1, 1], dtype: ScalarType.Int64));
}
