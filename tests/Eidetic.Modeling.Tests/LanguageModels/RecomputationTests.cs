using System.Globalization;
using Eidetic.Training;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.LanguageModels;

public class RecomputationTests
{
    [Theory]
    [InlineData(TinyModels.Idefics3)]
    [InlineData(TinyModels.Flamingo)]
    public void Gradients_are_those_of_a_pass_that_keeps_everything(string name)
    {
        using var scope = NewDisposeScope();
        using var kept = TinyModels.Open(name, TinyModels.AllButEyes(newTokens: 2));
        using var again = TinyModels.Open(name, TinyModels.AllButEyes(newTokens: 2));

        var loss = Loss(kept, new ForwardPass { IsTraining = true });
        loss.backward();
        using var recomputation = new Recomputation();
        var second = Loss(again, new ForwardPass { IsTraining = true, Recomputation = recomputation });
        recomputation.Backward(second);

        second.item<float>().Should().Be(loss.item<float>());
        var learned = kept.Parameters.Learned.Where(p => p.Value.grad is not null).ToArray();
        learned.Should().HaveCountGreaterThan(20);
        again.Parameters.Learned.Where(p => p.Value.grad is not null).Select(p => p.Key).Should().Equal(learned.Select(p => p.Key));
        foreach (var (parameter, value) in learned)
        {
            value.grad!.sub(again.Parameters[parameter].grad!).abs().max().item<float>().Should().BeLessThan(1e-5f, parameter);
        }
    }

    [Fact]
    public void Adapters_learn_too_where_nothing_below_them_does()
    {
        using var scope = NewDisposeScope();
        using var model = TinyModels.Open(TinyModels.Idefics3, new LearningPlan { Lora = new LoraOptions { Rank = 2, Projections = ["q_proj"] } });
        using var recomputation = new Recomputation();

        recomputation.Backward(Loss(model, new ForwardPass { IsTraining = true, Recomputation = recomputation }, answer: 5));

        model.Parameters.Learned.Where(p => p.Key.Contains("text_model", StringComparison.Ordinal)).Should().HaveCount(6).And.OnlyContain(p => !ReferenceEquals(p.Value.grad, null));
    }

    [Fact]
    public void Dropout_drops_the_same_both_times()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var recomputation = new Recomputation();
        var input = ones(64).requires_grad_();

        var output = recomputation.Run(input, x => nn.functional.dropout(x, 0.5, training: true) * 1);
        var seen = output.clone();
        recomputation.Backward(output.sum());

        input.grad!.equal(seen.detach()).all().item<bool>().Should().BeTrue();
        seen.eq(0).sum().item<long>().Should().BeInRange(16, 48);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void A_deep_model_takes_a_fraction_of_the_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc/self/status.");
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var config = new LlamaConfig
        {
            Width = 256,
            FeedForwardWidth = 1024,
            Layers = 12,
            Heads = 4,
            KeyValueHeads = 4,
            HeadDim = 64,
            Vocabulary = 64,
            TiesHead = true,
        };
        var parameters = new ParameterScope(new RandomOrigin(seed: 1, CPU), new LearningPlan { IsLearned = _ => true });
        using var owned = parameters.Parameters;
        var model = new LlamaModel(parameters.Under("model"), parameters.Under("lm_head"), config);

        Pass(model, null);
        var kept = Pass(model, null);
        using var recomputation = new Recomputation();
        var again = Pass(model, recomputation);

        (again * 3).Should().BeLessThan(kept);
    }

    private static Tensor Loss(IMultimodalModel model, ForwardPass pass, int? answer = null) => new LanguageLoss(model, CPU).Of(
        [new PromptText($"image{Picture}id ", [TinyModels.Picture(1)]), new PromptText($"caption: a red hat{Picture}id ", [TinyModels.Padding])],
        [[answer ?? model.PublishedVocabulary], [answer ?? model.PublishedVocabulary + 1]], pass);

    private const string Picture = PromptText.Picture;

    // Bytes that a forward pass leaves in memory for the way back.
    private static long Pass(LlamaModel model, Recomputation? recomputation)
    {
        using var scope = NewDisposeScope();
        var tokens = zeros([8, 128], dtype: ScalarType.Int64);
        using var batch = new TokenBatch(tokens, ones_like(tokens));
        var before = Resident();
        var loss = model.Read(batch, null, new ForwardPass { IsTraining = true, Recomputation = recomputation }).sum();
        var taken = Resident() - before;
        if (recomputation is null)
        {
            loss.backward();
        }
        else
        {
            recomputation.Backward(loss);
        }

        return taken;
    }

    private static long Resident() => File.ReadLines("/proc/self/status").Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024).Single();
}
