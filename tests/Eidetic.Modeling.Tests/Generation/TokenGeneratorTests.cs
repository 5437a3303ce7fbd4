using Eidetic.Modeling.Tests.Mpt;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Generation;

public class TokenGeneratorTests
{
    public TokenGeneratorTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void Each_row_is_written_until_its_end_token_or_the_limit()
    {
        using var scope = NewDisposeScope();
        var prompts = tensor(new long[,] { { 0, 6 }, { 0, 1 } });

        var written = Generate(new CountingModel(vocabulary: 20), prompts, new GenerationOptions { MaxTokens = 4, EndToken = 9 });

        written[0].Should().Equal(7, 8);
        written[1].Should().Equal(2, 3, 4, 5);
    }

    [Fact]
    public void Nothing_is_read_after_every_row_has_ended()
    {
        using var scope = NewDisposeScope();
        var model = new CountingModel(vocabulary: 20);

        Generate(model, tensor(new long[,] { { 0, 7 }, { 0, 8 } }), new GenerationOptions { MaxTokens = 10, EndToken = 9 });

        model.Readings.Should().Equal(2, 1);
    }

    [Theory]
    [InlineData(true, new long[] { 2, 1, 1 }, new[] { true, false, false })]
    [InlineData(false, new long[] { 2, 3, 4 }, new[] { true, true, true })]
    public void Pictures_and_earlier_tokens_are_read_again_only_without_a_cache(bool keepsCache, long[] readings, bool[] sawPictures)
    {
        using var scope = NewDisposeScope();
        var model = new CountingModel(vocabulary: 20);
        using var pictures = new PictureStates(zeros(1), [1]);
        var prompts = tensor(new long[,] { { 0, 1 } });

        new TokenGenerator(new GreedySampler(), new GenerationOptions { MaxTokens = 3, KeepsCache = keepsCache })
            .Generate(model, new TokenBatch(prompts, ones_like(prompts)), pictures);

        model.Readings.Should().Equal(readings);
        model.SawPictures.Should().Equal(sawPictures);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("padded.", true)]
    [InlineData("padded.", false)]
    public void A_Llama_writes_what_the_reference_writes(string prefix, bool keepsCache)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("llama-tiny");
        using var parameters = Load(reference, out var model);
        var prompts = reference.Input(prefix.Length > 0 ? "padded.input_ids" : "gen.input_ids");
        var mask = prefix.Length > 0 ? reference.Input("padded.attention_mask") : ones_like(prompts);
        var sequences = reference.Expected($"{prefix}gen.sequences");
        var count = (int)(sequences.shape[1] - prompts.shape[1]);

        var written = new TokenGenerator(new GreedySampler(), new GenerationOptions { MaxTokens = count, KeepsCache = keepsCache })
            .Generate(model, new TokenBatch(prompts, mask));

        written.SelectMany(row => row).Select(token => (long)token).Should()
            .Equal(sequences.narrow(1, prompts.shape[1], count).contiguous().data<long>().ToArray());
    }

    [Fact]
    public void A_decoding_whose_rows_were_chosen_goes_on_as_those_rows_would_alone()
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("llama-tiny");
        using var parameters = Load(reference, out var model);
        var (prompts, mask) = (reference.Input("padded.input_ids"), reference.Input("padded.attention_mask"));
        using var together = new Continuation(model);
        using var alone = new Continuation(model);
        together.Start(new TokenBatch(prompts, mask));
        together.Select(tensor(new long[] { 2, 2 }));
        alone.Start(new TokenBatch(prompts.narrow(0, 2, 1), mask.narrow(0, 2, 1)));

        var (first, second) = (tensor(new long[] { 5, 7 }), tensor(new long[] { 11, 3 }));
        together.Continue(first);
        var both = together.Continue(second);
        alone.Continue(first.narrow(0, 1, 1));
        var one = alone.Continue(second.narrow(0, 1, 1));

        (both.narrow(0, 1, 1) - one).abs().max().item<float>().Should().BeLessThan(1e-4f);
    }

    [Fact]
    public void A_decoding_without_a_cache_cannot_choose_rows()
    {
        using var scope = NewDisposeScope();
        using var continuation = new Continuation(new CountingModel(vocabulary: 20), keepsCache: false);

        var select = () => continuation.Select(tensor(new long[] { 0 }));

        select.Should().Throw<InvalidOperationException>().WithMessage("Expected a decoding with a cache*");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Generating_leaves_no_tensor_behind(bool keepsCache)
    {
        using var scope = NewDisposeScope();
        using var reference = new Reference("llama-tiny");
        using var parameters = Load(reference, out var model);
        var prompts = reference.Input("gen.input_ids");
        using var batch = new TokenBatch(prompts, ones_like(prompts));
        var generator = new TokenGenerator(new GreedySampler(), new GenerationOptions { MaxTokens = 12, KeepsCache = keepsCache });
        generator.Generate(model, batch);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        generator.Generate(model, batch);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().BeLessThanOrEqualTo(before);
    }

    private static IReadOnlyList<IReadOnlyList<int>> Generate(ILanguageModel model, Tensor prompts, GenerationOptions options) =>
        new TokenGenerator(new GreedySampler(), options).Generate(model, new TokenBatch(prompts, ones_like(prompts)));

    private static ModelParameters Load(Reference reference, out LlamaModel model)
    {
        var scope = new ParameterScope(new CheckpointOrigin(reference.Weights, CPU));
        var config = LlamaConfig.Parse(File.ReadAllText(reference.File("config.json")), "config.json");
        model = new LlamaModel(scope.Under("model"), scope.Under("lm_head"), config);
        return scope.Parameters;
    }
}
