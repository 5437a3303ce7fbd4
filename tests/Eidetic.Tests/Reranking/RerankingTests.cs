using Eidetic.Abstractions;
using Eidetic.Retrieval;
using Eidetic.Tests.Calibrating;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Reranking;

[Collection(TorchTests.Name)]
public sealed class RerankingTests(LearnedMemory learned, CalibratedMemory memory) : IClassFixture<CalibratedMemory>
{
    private static readonly RecallQuery[] Queries = [.. new[] { "a grinning face", "red heart", "a dog", "the flag of a country", "hand waving" }.Select(RecallQuery.FromText)];

    [Fact]
    public async Task A_memory_with_captions_to_spare_orders_by_all_it_has_unless_told_otherwise()
    {
        var usual = await AskAsync(null);
        var both = await AskAsync(RerankEvidence.Both);
        var none = await AskAsync(RerankEvidence.None);

        usual.Should().BeEquivalentTo(both, o => o.WithStrictOrdering());
        Keys(none).Should().NotEqual(Keys(both));
    }

    [Fact]
    public async Task What_the_search_found_keeps_its_probability_together()
    {
        var none = await AskAsync(RerankEvidence.None);
        var both = await AskAsync(RerankEvidence.Both);

        foreach (var (plain, ranked) in none.Zip(both))
        {
            ranked.Hits.Select(hit => hit.Key).Should().BeEquivalentTo(plain.Hits.Select(hit => hit.Key), "the beam is as wide as the answer is long");
            ranked.Hits.Sum(hit => hit.Probability).Should().BeApproximately(plain.Hits.Sum(hit => hit.Probability), 1e-6);
            ranked.Hits.Select(hit => hit.Score).Should().BeInDescendingOrder();
        }
    }

    [Fact]
    public async Task Evaluation_measures_what_recall_answers()
    {
        string[] keys = [.. (await AskAsync(RerankEvidence.Both)).Select(result => result.Hits[0].Key)];
        var options = new EvaluateOptions { Queries = [.. Queries.Zip(keys, (query, key) => new Eidetic.Evaluation.EvaluationQuery(query.Text!, key))], Beams = 20 };

        var both = await memory.Memory.EvaluateAsync(options with { Rerank = RerankEvidence.Both });
        var none = await memory.Memory.EvaluateAsync(options with { Rerank = RerankEvidence.None });

        both.RecallAt1.Should().Be(1);
        none.RecallAt1.Should().BeLessThan(1);
    }

    [Theory]
    [InlineData(0.5, 0, null)]
    [InlineData(0, 0.5, null)]
    [InlineData(0, 0, 0.01)]
    public async Task What_a_search_adds_changes_its_probabilities(double prior, double prefix, double? wildcard)
    {
        var shaping = new ScoreShaping { PriorWeight = prior, PrefixWeight = prefix, WildcardEntropy = wildcard };
        var options = new RecallOptions { Rerank = RerankEvidence.None };

        var plain = await memory.Memory.RecallAsync(Queries, options);
        var shaped = await memory.Memory.RecallAsync(Queries, options with { Shaping = shaping });

        shaped[0].Hits[0].Probability.Should().NotBeApproximately(plain[0].Hits[0].Probability, 1e-6);
        shaped.Should().AllSatisfy(result => result.Hits.Sum(hit => hit.Probability).Should().BeInRange(0, 1 + 1e-6));
    }

    [Fact]
    public async Task What_no_search_can_add_is_refused()
    {
        var ask = () => memory.Memory.RecallAsync(Queries, new RecallOptions { Shaping = new ScoreShaping { PriorWeight = -1 } });

        await ask.Should().ThrowAsync<OptionException>().WithMessage("*PriorWeight of 0 to 10, got -1*");
    }

    [Fact]
    public async Task A_memory_without_captions_to_spare_keeps_the_order_of_the_search_and_refuses_another()
    {
        var usual = await learned.Memory.RecallAsync([RecallQuery.FromText("a red disc")]);
        var none = await learned.Memory.RecallAsync([RecallQuery.FromText("a red disc")], new RecallOptions { Rerank = RerankEvidence.None });
        var asked = () => learned.Memory.RecallAsync([RecallQuery.FromText("a red disc")], new RecallOptions { Rerank = RerankEvidence.Similarity });

        usual.Should().BeEquivalentTo(none);
        await asked.Should().ThrowAsync<OptionException>().WithMessage("*learned how to rerank*leave the option out*");
    }

    [Fact]
    public void Damaged_weights_are_told()
    {
        var copy = learned.Copy("damaged-weights");
        var generation = MemoryGeneration.Open(copy);
        File.WriteAllText(generation[MemoryGeneration.RerankingFile], "{\"scale\": 1");

        var load = () => RerankingFacts.Load(generation);

        load.Should().Throw<MemoryException>().WithMessage("*readable weights*build the memory anew*");
    }

    [Fact]
    public void Weights_come_back_from_their_file_and_likelihood_needs_words()
    {
        var generation = MemoryGeneration.Open(learned.Copy("own-weights"));
        var facts = new RerankingFacts { Scale = 20, Similarity = new RerankWeights(0.5, 0.25, 0), Likelihood = null, Both = null, Queries = 40 };

        facts.Save(generation[MemoryGeneration.RerankingFile]);
        var loaded = RerankingFacts.Load(generation)!;
        var likelihood = () => loaded.WeightsOf(RerankEvidence.Likelihood);

        loaded.Should().Be(facts);
        loaded.All.Should().Be(RerankEvidence.Similarity);
        likelihood.Should().Throw<OptionException>().WithMessage("*rerank by similarity*");
    }

    private Task<IReadOnlyList<RecallResult>> AskAsync(RerankEvidence? evidence) =>
        memory.Memory.RecallAsync(Queries, new RecallOptions { Top = 20, Beams = 20, Rerank = evidence });

    private static string[] Keys(IReadOnlyList<RecallResult> results) => [.. results.SelectMany(result => result.Hits.Select(hit => hit.Key))];
}
